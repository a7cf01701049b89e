"""The figures of mapped activities in a French table."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.evaluation.report import table
from assistant.french import NBSP, plural

_ENGINES = {"recipe": "recette par défaut", "bm25": "BM25, phrase par phrase"}
_PARTS = {"all": "ensemble", "near": "mots proches du texte", "far": "mots éloignés", "none": "rien à reconnaître"}
_COMPARED = ("all", "near", "far")
_NONE = "—"


def activities_lines(name: str, engines: dict[str, dict[str, dict[str, float]]]) -> Iterator[str]:
    """The table of one set, Acquis by part, then what it is compared with."""
    rows = [[_PARTS.get(part, part), *_row(figures)] for part, figures in engines["acquis"].items()]
    for engine in ("recipe", "bm25"):
        parts = [part for part in _COMPARED if part in engines[engine]]
        rows += [[f"{_ENGINES[engine]}, {_PARTS[part]}", *_row(engines[engine][part], baseline=True)] for part in parts]
    header = [
        "activités",
        "nombre",
        "précision",
        "rappel",
        "F1",
        "bonne d'abord",
        "rien quand rien",
        "critères P",
        "R",
        "F1",
        "calibration",
    ]
    yield f"{name}{NBSP}: {plural(int(engines['acquis']['all']['activities']), 'activité')} ; compétences, puis critères et résultats"
    yield ""
    yield table(header, rows)
    yield ""
    yield (
        f"Médiane{NBSP}: {_french(engines['acquis']['all']['p50_ms'], 0)} ms. Calibration{NBSP}: écart moyen entre score et part de "
        "justes. Le seuil des recettes est choisi sur ces réponses mêmes, ce qui les flatte."
    )


def _row(figures: dict[str, float], *, baseline: bool = False) -> list[str]:
    shows, nothing = int(figures["shows"]), int(figures["nothing"])
    competences = [_french(figures[name], 3) if shows else _NONE for name in ("precision", "recall", "f1")]
    criteria = [_NONE] * 3
    if shows and not baseline and figures["criteria_recall"] > 0:
        criteria = [_french(figures[f"criteria_{name}"], 3) for name in ("precision", "recall", "f1")]
    return [
        str(int(figures["activities"])),
        *competences,
        _french(figures["top1"], 3) if shows else _NONE,
        f"{round(figures['abstained'] * nothing)}/{nothing}" if nothing else _NONE,
        *criteria,
        _NONE if baseline else _french(figures["calibration"], 3),
    ]


def _french(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",")
