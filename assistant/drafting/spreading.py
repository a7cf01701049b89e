"""Which unit comes in which item, when N items are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from assistant.drafting.units import Unit

BESIDES = 3
"""How many more criteria one question may take along as probes."""


@dataclass(frozen=True)
class Share:
    """One item to write: its unit, how many times this unit has served before (0: first), and the units that it takes along."""

    unit: Unit
    turn: int
    besides: tuple[Unit, ...] = ()


def share_out(units: Sequence[Unit], count: int, most: Callable[[Unit], int]) -> list[Share]:
    """``count`` shares: each unit once before any serves twice; with fewer items than units, what is proper to a competence comes first.

    ``most`` says how many times a unit can serve; together the units must be able to serve ``count`` times.

    The units left over go along with an item of their competence, the nearest one of the same part first.
    """
    if count >= len(units):
        turns = (Share(unit, turn) for turn in range(max(map(most, units))) for unit in units if turn < most(unit))
        return list(islice(turns, count))
    chosen = sorted(_chosen(units, count))
    left = [rank for rank in range(len(units)) if rank not in chosen]
    taken: dict[int, list[int]] = {rank: [] for rank in chosen}
    for rank in left:
        hosts = [host for host in chosen if len(taken[host]) < BESIDES and set(units[host].competences) & set(units[rank].competences)]
        if hosts:
            nearest = min(hosts, key=lambda host: (units[host].part != units[rank].part, len(taken[host]), abs(host - rank)))
            taken[nearest].append(rank)
    return [Share(units[rank], 0, tuple(units[other] for other in taken[rank])) for rank in chosen]


def _chosen(units: Sequence[Unit], count: int) -> list[int]:
    """Round by round over the competences, then over the parts: an own criterion before one that every competence repeats."""
    waiting: dict[tuple[int, ...], list[int]] = {}
    for rank, unit in enumerate(units):
        waiting.setdefault(unit.competences[:1], []).append(rank)
    waiting = {
        place: sorted(ranks, key=lambda rank: (units[rank].transversal, _round(units, rank), rank)) for place, ranks in waiting.items()
    }
    chosen: list[int] = []
    while len(chosen) < count:
        for ranks in waiting.values():
            if ranks and len(chosen) < count:
                chosen.append(ranks.pop(0))
    return chosen


def _round(units: Sequence[Unit], rank: int) -> int:
    """How many units of the same competence and part come before: the first of each part are the first round."""
    unit = units[rank]
    return sum(other.part == unit.part and other.competences[0] == unit.competences[0] for other in units[:rank])
