"""Times and memory beside what the project aims at: each measure with its aim and the ratio of both (up to 1 is kept).

Times are those of the clock; the processor's own time stands beside them, for a machine that does other things at the same time.
Everything happens in temporary homes. Memory is the resident set at its highest of a process of its own, where the platform tells it.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from assistant.french import NBSP, plural
from assistant.library import Library, Notice
from assistant.service import Assistant
from ingest.errors import MissingDocument
from ingest.model import Passage, Source
from ingest.pipeline import documents_in

COLD_RUNS = 5
BIG = 100_000
MEGABYTE = 1_000_000
COLD_QUESTION = "Comment traiter une anomalie avec son équipe ?"


@dataclass(frozen=True)
class Measure:
    """One figure. ``aim`` is the most that the project allows itself; ``value`` is None where it could not be measured."""

    name: str
    value: float | None
    unit: str
    aim: float
    detail: str = ""

    @property
    def ratio(self) -> float | None:
        """``value / aim``: up to 1 the aim is kept."""
        return None if self.value is None else round(self.value / self.aim, 2)

    def document(self) -> dict[str, Any]:
        """The JSON of ``acquis bench --json``."""
        return {"name": self.name, "value": self.value, "unit": self.unit, "aim": self.aim, "ratio": self.ratio, "detail": self.detail}


def measure(folder: Path | None, *, big: bool, app: bool = False, notice: Notice) -> list[Measure]:
    """Measure on the documents of a folder, on the fiches without one.

    Args:
        folder: what is read.
        big: whether to add the index of ``BIG`` synthetic passages.
        app: whether to add the application, in a browser.
        notice: told what is going on.

    Raises:
        AcquisError: the folder holds no document, the search index cannot be made, or there is no browser to measure with.
    """
    if folder is None:
        from ingest.fiches import FOLDER

        folder = FOLDER
    documents = [path for path in documents_in([folder]) if path.is_file()]
    pdfs = [path for path in documents if path.suffix.lower() == ".pdf"]
    texts = [path for path in documents if path not in pdfs]
    if not texts:
        raise MissingDocument(f"Le dossier {folder} ne contient aucun document de texte à mesurer (docx, html, md, txt).")
    with tempfile.TemporaryDirectory(prefix="acquis-bench-") as temporary:
        home = Path(temporary)
        library = Library(home / "texts")
        notice("Lecture des documents…")
        results = [_text_files(library, texts), _pdf_pages(pdfs)]
        notice("Questions…")
        results += [*_warm_answers(library), *_cold_ask(library.home)]
        if app:
            from assistant.bench_app import measure_app

            results += measure_app(library.home, notice=notice)
        if big:
            notice(f"Index de {plural(BIG, 'passage')} synthétiques…")
            results.append(_big_index(home / "big"))
    return results


def report(results: list[Measure]) -> str:
    """One line per measure: value, aim, ratio."""
    lines = []
    for result in results:
        if result.value is None:
            lines.append(f"{result.name}{NBSP}: non mesuré ({result.detail})")
            continue
        kept = "tenu" if result.ratio is not None and result.ratio <= 1 else "dépassé"
        figures = f"{french(result.value)}{NBSP}{result.unit} pour {french(result.aim)}{NBSP}{result.unit} au plus"
        detail = f" ({result.detail})" if result.detail else ""
        lines.append(f"{result.name}{NBSP}: {figures}, rapport {french(result.ratio or 0)}, {kept}{detail}")
    return "\n".join(lines)


def french(value: float) -> str:
    """Three figures, with a comma."""
    return f"{value:.3g}".replace(".", ",") if value < 100 else f"{value:.0f}"


def _text_files(library: Library, paths: list[Path]) -> Measure:
    started, computing = time.perf_counter(), time.process_time()
    reports = library.ingest(paths)
    seconds, computing = time.perf_counter() - started, time.process_time() - computing
    slowest = max(reports, key=lambda report: report.seconds)
    longest = f"{Path(slowest.path).name}, {french(slowest.seconds)}{NBSP}s"
    files = f"{plural(len(paths), 'fichier')}, index compris"
    detail = f"{files}{NBSP}; {french(computing)}{NBSP}s de calcul{NBSP}; le plus long{NBSP}: {longest}"
    return Measure("Lecture des documents de texte", round(seconds, 3), "s", 3.0, detail)


def _pdf_pages(paths: list[Path]) -> Measure:
    """The slowest document's time per page."""
    from ingest.elements import ReadDocument
    from ingest.pipeline import read_document

    name = "Lecture d'une page de PDF"
    times: list[float] = []
    for path in paths:
        started = time.perf_counter()
        document = read_document(path)
        pages = document.pages if isinstance(document, ReadDocument) else None
        times.append((time.perf_counter() - started) / (pages or 1))
    if not times:
        return Measure(name, None, "s", 0.1, "aucun PDF dans le dossier : donnez-en un avec --folder")
    detail = f"{len(times)} PDF, le plus lent{NBSP}; médiane {french(statistics.median(times))}{NBSP}s"
    return Measure(name, round(max(times), 4), "s", 0.1, detail)


def _warm_answers(library: Library) -> list[Measure]:
    assistant = Assistant(library)
    questions = list(_questions(library))
    assistant.ask(questions[-1])  # opens the index and loads the libraries: what follows is warm
    times = sorted(_milliseconds(lambda question=question: assistant.ask(question)) for question in questions)  # type: ignore[misc]
    p50, p95 = statistics.median(times), times[int(0.95 * (len(times) - 1))]
    detail = f"{plural(len(times), 'question')}{NBSP}; médiane {french(p50)}{NBSP}ms, la plus longue {french(times[-1])}{NBSP}ms"
    return [Measure("Réponse à chaud, 95e centile", round(p95, 1), "ms", 50.0, detail)]


def _questions(library: Library) -> Iterator[str]:
    """For each competence in store, one question that names it and one that searches its subject."""
    for certification in library.store.certifications():
        for _, competence in certification.competences():
            yield f"Quels sont les critères de la compétence {competence.number} de « {certification.title} » ?"
            yield f"Que demande-t-on pour {competence.title.lower()} ?"


def _milliseconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


def _cold_ask(home: Path) -> list[Measure]:
    runs = [_run("-m", "assistant", "--home", str(home), "ask", COLD_QUESTION) for _ in range(COLD_RUNS)]
    seconds = [run.seconds for run in runs]
    detail = f"médiane de {COLD_RUNS}{NBSP}; la plus longue {french(max(seconds))}{NBSP}s"
    if computing := [run.computing for run in runs if run.computing is not None]:
        detail += f"{NBSP}; {french(statistics.median(computing))}{NBSP}s de calcul"
    memory = [run.megabytes for run in runs if run.megabytes is not None]
    return [
        Measure("« acquis ask » à froid", round(statistics.median(seconds), 3), "s", 1.5, detail),
        Measure("« acquis ask » à froid, mémoire", max(memory, default=None), "Mo", 300.0, "" if memory else "inconnue sur ce système"),
    ]


def _big_index(home: Path) -> Measure:
    run = _run("-c", "import sys; from assistant.bench import index_synthetic; index_synthetic(sys.argv[1])", str(home))
    return Measure(f"Index de {BIG} passages, mémoire", run.megabytes, "Mo", 1000.0, f"{french(run.seconds)}{NBSP}s")


def index_synthetic(home: str) -> None:
    """Index ``BIG`` made-up passages in a home of their own."""
    from ingest.settings import load_settings
    from vectorstore.index import build_index

    build_index(Path(home), _synthetic(), load_settings(Path(home)))


def _synthetic() -> Iterator[Passage]:
    """Passages of 12 to 40 words drawn from a made-up vocabulary of 20,000, common words more often, always the same."""
    draw = random.Random(1)
    syllables = [consonant + vowel for consonant in "bcdfglmnprstv" for vowel in ("a", "e", "i", "o", "u", "ou", "an")]
    words = ["".join(draw.choices(syllables, k=draw.randint(2, 4))) for _ in range(20_000)]
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    for number in range(BIG):
        competence = number // 100
        yield Passage(
            id=f"synthetique/C{competence}/methods/{number}",
            certification="synthetique",
            kind="criterion",
            text=" ".join(draw.choices(words, cum_weights=weights, k=draw.randint(12, 40))),
            context=f"Certification synthétique > Compétence {competence}",
            competence=competence,
            part="methods",
            source=Source(document="synthetique.md", lines=(number + 1, number + 1)),
        )


@dataclass(frozen=True)
class _Run:
    """Time and memory of a process; ``computing`` (processor seconds) and ``megabytes`` are None on platforms that do not tell."""

    seconds: float
    computing: float | None = None
    megabytes: float | None = None


def _run(*arguments: str) -> _Run:
    """Run this Python with the project's modules at hand, wherever it was started."""
    root = str(Path(__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], env=os.environ | {"PYTHONPATH": path}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    errors = process.stderr.read()
    run = _finished(process, started)
    if process.returncode != 0:
        raise RuntimeError(f"{arguments} ended with status {process.returncode}: {errors}")
    return run


def _finished(process: subprocess.Popen[str], started: float) -> _Run:
    """Wait for the end; the highest resident set is in kilobytes on Linux and in bytes on macOS."""
    if not hasattr(os, "wait4"):
        process.wait()
        return _Run(time.perf_counter() - started)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return _Run(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, round(usage.ru_maxrss * unit / MEGABYTE, 1))
