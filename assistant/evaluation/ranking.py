"""How high the needed passages stand: ranking metrics computed by ir-measures.

Relevant are the needs of a turn, each once, whichever of its passages stands highest. With ``any``, the certification that does best
counts. A turn for which nothing is ranked counts as zero.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from assistant.evaluation.extra import required
from assistant.evaluation.runs import AskedTurn, Run

METRICS = ("nDCG@10", "R@4", "R@10", "RR")


def ranking(run: Run, turns: Sequence[AskedTurn]) -> dict[str, float]:
    """The mean of each metric over turns with needs, for the passages of a run in their order (0..1, by its usual name)."""
    ir_measures = required("ir_measures")
    ranked = {result.key: result.cited for result in run.results}
    qrels, scored = [], []
    for turn in turns:
        for rank, group in enumerate(turn.expect.alternatives()):
            query = f"{turn.key}#{rank}"
            qrels += [ir_measures.Qrel(query, need[0], 1) for need in group]
            needs = _needs_in_order(group, ranked.get(turn.key, ()))
            scored += [ir_measures.ScoredDoc(query, need, -place) for place, need in enumerate(needs)]
    measures = [ir_measures.parse_measure(name) for name in METRICS]
    best: dict[tuple[str, str], float] = {}
    for found in ir_measures.iter_calc(measures, qrels, scored):
        key = str(found.measure), found.query_id.rpartition("#")[0]
        best[key] = max(best.get(key, 0.0), found.value)
    return {name: round(statistics.fmean(best.get((name, turn.key), 0.0) for turn in turns), 4) if turns else 0.0 for name in METRICS}


def _needs_in_order(needs: Sequence[tuple[str, ...]], ranked: Sequence[str]) -> list[str]:
    """The ranking in which each passage of a need is that need, the first time, and nothing afterwards; others stay."""
    stands_for = {passage: need[0] for need in needs for passage in need}
    return list(dict.fromkeys(stands_for.get(passage, passage) for passage in ranked))
