"""The figures of a run in French tables (Markdown: they can be pasted into a README)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.evaluation.comparison import compare, compare_characters
from assistant.evaluation.runs import MEASURES, Run, parts, summary
from assistant.french import NBSP

FRENCH = {
    "evidence": "tous les passages nécessaires cités",
    "competence": "bonne compétence",
    "status": "fin attendue",
    "refusal": "refusé quand il le faut",
    "answering": "refusé à tort",
    "verbatim": "citations mot pour mot",
}
_PARTS = {"first_turns": "premiers tours", "later_turns": "tours suivants"}
_BASELINES = {
    "recipe": "recette par défaut, nos vecteurs",
    "recipe-given-model": "recette par défaut, modèle donné",
    "bm25": "BM25 seul",
    "dense": "vecteurs seuls",
    "hybrid": "BM25 et vecteurs",
}
_NONE = "—"


def figures_table(run: Run) -> str:
    """Each measure for the whole run, by turn and by set."""
    columns = {"ensemble": run} | {_PARTS.get(name, name): part for name, part in parts(run).items()}
    rows = [[FRENCH[measure], *(rate(part, measure) for part in columns.values())] for measure in MEASURES]
    summaries = [summary(part) for part in columns.values()]
    rows.append(["caractères cités en moyenne", *(str(figures["characters"]) for figures in summaries)])
    rows.append(["médiane, 95e centile (ms)", *(f"{_french(s['p50_ms'], 1)}{NBSP}; {_french(s['p95_ms'], 1)}" for s in summaries)])
    return table(["mesure", *columns], rows)


def baselines_table(run: Run, baselines: dict[str, Run], rankings: dict[str, dict[str, float]]) -> str:
    """Acquis and what it is compared with, on the turns with needs. ``rankings``: the metrics by baseline, and ``acquis``."""
    metrics = list(rankings["acquis"])
    rows = [["**Acquis**", _NONE, *_measured(run), _NONE, *_metrics(rankings["acquis"], metrics)]]
    for name, other in baselines.items():
        label, _, k = name.partition("@")
        better = difference(compare(run, other, "evidence"), 3)
        rows.append([_BASELINES[label], k, *_measured(other), better, *_metrics(rankings.get(name, {}), metrics)])
    header = ["", "k", "tous les passages", "premiers tours", "tours suivants", "caractères", "p95 (ms)", "Acquis fait mieux de", *metrics]
    return table(header, rows)


def against_lines(run: Run, before: Run) -> list[str]:
    """What changed against another run: one line per measure."""
    lines = []
    for measure in MEASURES:
        found = compare(run, before, measure)
        if found["wins"] or found["ties"] or found["losses"]:
            changes = f"{found['wins']} gagnés, {found['ties']} égaux, {found['losses']} perdus"
            name = "pas refusé à tort" if measure == "answering" else FRENCH[measure]
            lines.append(f"{name}{NBSP}: {changes}{NBSP}; écart {difference(found, 3)}")
    lines.append(f"caractères cités en moyenne{NBSP}: écart {difference(compare_characters(run, before), 0)}")
    return lines


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table whose columns are aligned."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    lines = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in (header, *rows)]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _measured(run: Run) -> list[str]:
    figures = summary(run)
    rates = [rate(part, "evidence") for part in (run, run.part(later=False), run.part(later=True))]
    return [*rates, str(figures["characters"]), _french(figures["p95_ms"], 1)]


def _metrics(found: dict[str, float], names: Sequence[str]) -> list[str]:
    return [_french(found[name], 3) if name in found else _NONE for name in names]


def rate(run: Run, measure: str) -> str:
    """``"0,750 (3/4)"``; for wrong refusals, how many there are."""
    right, counted = run.rate(measure)
    if not counted:
        return _NONE
    shown = counted - right if measure == "answering" else right
    return f"{_french(shown / counted, 3)} ({shown}/{counted})"


def difference(found: dict[str, Any], digits: int) -> str:
    """``"+0,050 [+0,020 ; +0,080]"``: a mean difference with its interval."""
    low, high = (_french(bound, digits, sign="+") for bound in found["interval"])
    return f"{_french(found['difference'], digits, sign='+')} [{low}{NBSP}; {high}]"


def _french(value: float, digits: int, sign: str = "") -> str:
    return f"{value:{sign}.{digits}f}".replace(".", ",").replace("-", "−")
