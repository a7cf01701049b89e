"""``eval``: run evaluation sets, keep the run, compare it with another."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from assistant.cli.output import clear_line, notice, print_json, progress
from assistant.evaluation.runs import MEASURES, Run, compare, load, run_sets, save, summary
from assistant.french import NBSP
from assistant.library import Library
from assistant.service import Assistant
from ingest.errors import MissingDocument

EVAL_SETS = Path(__file__).resolve().parents[2] / "eval_sets"
_FRENCH = {
    "status": "fin attendue",
    "evidence": "tous les passages nécessaires cités",
    "competence": "bonne compétence",
    "refusal": "refusé quand il le faut",
    "verbatim": "citations mot pour mot",
}


def eval_command(arguments: Namespace) -> int:
    """Print the rates of a run, its failures when asked, and what changed against another run."""
    paths = [Path(name) for name in arguments.files] or sorted(EVAL_SETS.glob("*-dev.jsonl"))
    if not paths:
        raise MissingDocument("Aucun jeu d'évaluation : donnez un fichier .jsonl, ou lancez la commande depuis une copie du dépôt.")
    library = Library(arguments.home, notice=notice)
    library.ensure_content()
    run = run_sets(paths, Assistant(library), progress)
    clear_line()
    if arguments.output:
        save(run, Path(arguments.output))
    against = load(Path(arguments.against)) if arguments.against else None
    if arguments.json:
        print_json(_document(run, against))
    else:
        print(_report(run, against, failures=arguments.failures))
    return 0


def _document(run: Run, against: Run | None) -> dict[str, Any]:
    document: dict[str, Any] = {"summary": summary(run), "failures": [[r.key, m, reason] for r, m, reason in run.failures()]}
    if against is not None:
        document["against"] = {measure: compare(run, against, measure) for measure in MEASURES}
    return document


def _report(run: Run, against: Run | None, *, failures: bool) -> str:
    lines: list[str] = []
    for measure in MEASURES:
        right, counted = run.rate(measure)
        if counted:
            lines.append(f"{_FRENCH[measure]:<40} {right}/{counted} = {right / counted:.3f}".replace(".", ",", 1))
    figures = summary(run)
    times = f"{figures['p50_ms']} ms (médiane), {figures['p95_ms']} ms (p95)"
    lines.append(f"{figures['characters']} caractères cités en moyenne{NBSP}; {times}")
    if against is not None:
        for measure in MEASURES:
            found = compare(run, against, measure)
            low, high = found["interval"]
            changes = f"{found['wins']} gagnés, {found['ties']} égaux, {found['losses']} perdus"
            lines.append(f"{_FRENCH[measure]}{NBSP}: {changes}{NBSP}; écart {found['difference']:+.3f} [{low:+.3f} ; {high:+.3f}]")
    if failures:
        lines += [f"{result.key} {measure}{NBSP}: {reason} — {result.question}" for result, measure, reason in run.failures()]
    return "\n".join(lines)
