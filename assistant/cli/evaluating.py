"""``eval``: run evaluation sets, compare with baselines and with an earlier run, keep the run."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.cli.output import clear_line, notice, print_json, progress
from assistant.evaluation.activities import is_activity_set
from assistant.evaluation.comparing import (
    alignments_line,
    bridges_line,
    is_alignment_set,
    is_bridge_set,
    measure_alignments,
    measure_bridges,
)
from assistant.evaluation.comparison import compare, compare_characters
from assistant.evaluation.dossiers import DossierFigures, dossiers_lines, is_dossier_set, measure_dossiers
from assistant.evaluation.mapping import measure_activities
from assistant.evaluation.mapping_report import activities_lines
from assistant.evaluation.proofs import is_proof_set, measure_proofs
from assistant.evaluation.report import against_lines, baselines_table, figures_table
from assistant.evaluation.runs import MEASURES, Run, Sets, load, parts, read_sets, run_sets, save, summary, turns_with_needs
from assistant.french import NBSP, plural
from assistant.library import Library
from assistant.service import Assistant
from ingest.errors import AcquisError, MissingDocument

EVAL_SETS = Path(__file__).resolve().parents[2] / "eval_sets"


@dataclass
class _Outcome:
    """What one command found. ``rankings``: metrics by baseline, and ``acquis``; ``activities``: the figures of each set of activities, by
    engine and part; ``misread``: a line for each activity, alignment or passerelle wrong; ``proofs``, ``alignments``, ``passerelles``: the
    figures of each set of them; ``dossiers``: those of each set of dossiers."""

    run: Run
    activities: dict[str, dict[str, dict[str, dict[str, float]]]]
    misread: list[str]
    against: Run | None
    proofs: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)
    alignments: dict[str, dict[str, int]] = field(default_factory=dict)
    passerelles: dict[str, dict[str, int]] = field(default_factory=dict)
    dossiers: dict[str, DossierFigures] = field(default_factory=dict)
    baselines: dict[str, Run] = field(default_factory=dict)
    rankings: dict[str, dict[str, float]] = field(default_factory=dict)


def eval_command(arguments: Namespace) -> int:
    """Print the figures of a run, its failures when asked, what it is compared with, and what changed against another run."""
    paths = [Path(name) for name in arguments.files] or sorted(EVAL_SETS.glob("*-dev.jsonl"))
    if not paths:
        raise MissingDocument("Aucun jeu d'évaluation : donnez un fichier .jsonl, ou lancez la commande depuis une copie du dépôt.")
    if arguments.model and not arguments.baselines:
        raise AcquisError("L'option --model donne les vecteurs de la recette par défaut : elle ne sert qu'avec --baselines.")
    if arguments.ablate and (arguments.output or arguments.against or arguments.baselines or arguments.failures):
        raise AcquisError(
            "L'option --ablate donne son propre tableau : elle ne se combine pas avec -o, --against, --baselines et --failures."
        )
    library = Library(arguments.home, notice=notice)
    library.ensure_content()
    if arguments.drafting:
        return _drafting(library, json=arguments.json)
    against = load(Path(arguments.against)) if arguments.against else None
    mapped = [path for path in paths if is_activity_set(path)]
    proved = [path for path in paths if is_proof_set(path)]
    aligned = [path for path in paths if is_alignment_set(path)]
    bridged = [path for path in paths if is_bridge_set(path)]
    checked = [path for path in paths if is_dossier_set(path)]
    sets = read_sets([path for path in paths if path not in (*mapped, *proved, *aligned, *bridged, *checked)], library)
    if proposed := sum(turn.is_proposed for cases in sets.values() for case in cases for turn in case.turns):
        notice(f"{plural(proposed, 'question')} à relire{NBSP}: ce qui en est attendu n'est que proposé d'après un avis.")
    if arguments.ablate:
        return _ablate(sets, library, json=arguments.json)
    proofs = {path.stem: measure_proofs(path, library) for path in proved}
    measured = {path.stem: measure_activities(path, library) for path in mapped}
    activities = {name: figures for name, (figures, _) in measured.items()}
    misread = [line for _, lines in measured.values() for line in lines]
    alignments = {path.stem: measure_alignments(path, library) for path in aligned}
    passerelles = {path.stem: measure_bridges(path, library) for path in bridged}
    misread += [line for _, lines in (*alignments.values(), *passerelles.values()) for line in lines]
    outcome = _Outcome(run_sets(sets, Assistant(library), progress), activities, misread, against, proofs)
    outcome.alignments = {name: figures for name, (figures, _) in alignments.items()}
    outcome.passerelles = {name: figures for name, (figures, _) in passerelles.items()}
    outcome.dossiers = {path.stem: measure_dossiers(path, library) for path in checked}
    if arguments.baselines:
        _measure_baselines(outcome, sets, library, arguments)
    clear_line()
    if arguments.output:
        save(outcome.run, Path(arguments.output), outcome.baselines)
    if arguments.json:
        print_json(_document(outcome))
    else:
        print("\n".join(_report(outcome, failures=arguments.failures)))
    return 0


def _measure_baselines(outcome: _Outcome, sets: Sets, library: Library, arguments: Namespace) -> None:
    from assistant.evaluation.baselines import run_baselines
    from assistant.evaluation.ranking import ranking

    turns = turns_with_needs(sets)
    model = Path(arguments.model) if arguments.model else None
    outcome.baselines = run_baselines(turns, library, Path(arguments.baselines), model)
    outcome.rankings = {name: ranking(other, turns) for name, other in outcome.baselines.items() if name.endswith("@10")}
    outcome.rankings["acquis"] = ranking(outcome.run, turns)


def _ablate(sets: Sets, library: Library, *, json: bool) -> int:
    from assistant.evaluation.ablations import ablate, ablations_table, as_document

    runs = ablate(sets, library, progress)
    clear_line()
    if json:
        print_json(as_document(runs))
    else:
        print(ablations_table(runs))
    return 0


def _drafting(library: Library, *, json: bool) -> int:
    from assistant.evaluation.drafting import measure_drafting, report

    figures = measure_drafting(library)
    if json:
        print_json({kind: of_kind.as_document() for kind, of_kind in figures.items()})
    else:
        print(report(figures))
    return 0


def _document(outcome: _Outcome) -> dict[str, Any]:
    run = outcome.run
    document: dict[str, Any] = {
        "about": run.about,
        "summary": summary(run),
        "parts": {name: summary(part) for name, part in parts(run).items()},
        "failures": [[result.key, measure, reason] for result, measure, reason in run.failures()],
    }
    if outcome.activities:
        document["activities"] = outcome.activities
    if outcome.proofs:
        document["proofs"] = outcome.proofs
    if outcome.alignments:
        document["alignments"] = outcome.alignments
    if outcome.passerelles:
        document["passerelles"] = outcome.passerelles
    if outcome.dossiers:
        document["dossiers"] = {name: figures.document() for name, figures in outcome.dossiers.items()}
    if outcome.baselines:
        document["baselines"] = {
            name: summary(other) | {"against": compare(run, other, "evidence")} for name, other in outcome.baselines.items()
        }
        document["ranking"] = outcome.rankings
    if outcome.against is not None:
        document["against"] = {measure: compare(run, outcome.against, measure) for measure in MEASURES}
        document["against"]["characters"] = compare_characters(run, outcome.against)
    return document


def _report(outcome: _Outcome, *, failures: bool) -> Sequence[str]:
    run = outcome.run
    lines = [line for name, engines in outcome.activities.items() for line in (*activities_lines(name, engines), "")]
    lines += [_proofs_line(name, figures) for name, figures in outcome.proofs.items()]
    lines += [alignments_line(name, figures) for name, figures in outcome.alignments.items()]
    lines += [bridges_line(name, figures) for name, figures in outcome.passerelles.items()]
    lines += [line for name, figures in outcome.dossiers.items() for line in dossiers_lines(name, figures, failures=failures)]
    if run.results:
        lines.append(figures_table(run))
    if outcome.baselines:
        with_needs = Run(tuple(result for result in run.results if result.key in _keys(outcome.baselines)))
        lines += ["", baselines_table(with_needs, outcome.baselines, outcome.rankings)]
    if outcome.against is not None:
        lines += ["", *against_lines(run, outcome.against)]
    if failures:
        lines += ["", *(f"{result.key} {measure}{NBSP}: {reason} — {result.question}" for result, measure, reason in run.failures())]
        lines += outcome.misread
    return lines


def _keys(baselines: dict[str, Run]) -> set[str]:
    return {result.key for other in baselines.values() for result in other.results}


def _proofs_line(name: str, figures: dict[str, dict[str, float]]) -> str:
    given, searched = (f"{figures[way]['precision']:.3f}".replace(".", ",") for way in ("given", "searched"))
    return (
        f"{name}{NBSP}: {plural(int(figures['given']['cases']), 'critère')}, {given} de preuves justes parmi les trois premières "
        f"({searched} par la recherche seule)."
    )
