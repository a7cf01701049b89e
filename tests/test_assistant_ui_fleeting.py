from __future__ import annotations

from assistant.ui.fleeting import HOURS, Fleeting


class Clock:
    """Seconds, moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_is_not_looked_at_for_hours_is_forgotten() -> None:
    clock = Clock()
    kept: Fleeting[str] = Fleeting(10, clock)
    kept["a"], kept["b"] = "un récit", "un dossier"
    clock.now = HOURS * 3600 - 1
    assert kept["a"] == "un récit"  # looked at: its hours begin again
    clock.now += 2
    assert list(kept) == ["a"]
    assert kept.get("b") is None
    assert not kept._values.keys() & {"b"}
    clock.now += HOURS * 3600
    assert len(kept) == 0


def test_of_too_many_the_ones_looked_at_last_stay() -> None:
    kept: Fleeting[int] = Fleeting(3, Clock())
    for number in range(3):
        kept[str(number)] = number
    assert kept["0"] == 0
    kept["3"] = 3
    assert list(kept) == ["2", "0", "3"]
    kept.clear()
    assert not kept
