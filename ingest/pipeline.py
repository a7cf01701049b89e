"""Files and folders become stored referentials, each with its report; one bad file never spoils the others."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ingest.correcting import correct, relabel
from ingest.elements import ReadDocument
from ingest.errors import AcquisError, DamagedRecord, DocumentError, EmptyDocument, StoreError, UnknownFormat
from ingest.hints import CORRECTIONS_REPLACED, other_id, unverified_copy
from ingest.logs import log_unexpected
from ingest.model import Certification, Diagnostic, Level, Provenance
from ingest.passages import passages_of
from ingest.readers.guards import FORMATS, check_file, digest
from ingest.resemblance import resembling_fiches
from ingest.storage import PARSER_VERSION, Record, Store, slug

_LONGEST_ID = 120
"""File systems allow 255 bytes to a name, and a name in the store is longer than its id."""
_NOT_DOCUMENTS = {"readme", "license", "licence", "changelog"}

Progress = Callable[[str, int, int], None]
"""Called with (file name, step done, steps in all): pages of a PDF, files of a folder."""


@dataclass(frozen=True)
class DocumentReport:
    """What became of one file. ``status``: added, updated, unchanged or failed (then ``error`` says why)."""

    path: str
    status: str
    certification: str | None = None
    pages: int | None = None
    blocks: int = 0
    competences: int = 0
    criteria: int = 0
    passages: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    seconds: float = 0.0
    error: str | None = None


@dataclass
class IngestOptions:
    """``id`` and ``replaces`` only make sense for one document; ``strict`` refuses documents with warnings."""

    id: str | None = None
    label: str | None = None
    replaces: str | None = None
    strict: bool = False
    progress: Progress | None = None


def ingest(paths: Iterable[Path], home: Path, options: IngestOptions | None = None) -> list[DocumentReport]:
    """Read documents and store what they hold.

    Raises:
        AcquisError: the options do not fit the paths. What is wrong with one document is in its report, not raised.
    """
    options = options or IngestOptions()
    files = list(dict.fromkeys(documents_in(paths)))
    if (options.id or options.replaces) and len(files) > 1:
        raise AcquisError("Les options --id et --replaces ne valent que pour un seul document : donnez un seul fichier.")
    store = Store(home)
    if options.replaces and not (files and _has_replaced(store, slug(options.id or files[0].stem), options.replaces)):
        store.record(options.replaces)  # raises when there is nothing to replace
    seen: set[str] = set()
    reports: list[DocumentReport] = []
    for rank, path in enumerate(files, start=1):
        if options.progress:
            options.progress(path.name, rank - 1, len(files))
        reports.append(_ingest_file(path, home, options, seen))
    return reports


def read_document(path: Path, progress: Progress | None = None) -> ReadDocument | Certification:
    """Read one file by its format; a file in the project's own format is already a certification.

    Raises:
        DocumentError: what is wrong with the file, in one French sentence.
    """
    kind = check_file(path)
    if kind == "pdf":
        from ingest.readers.pdf import read_pdf

        return read_pdf(path, progress=(lambda page, pages: progress(path.name, page, pages)) if progress else None)
    if kind == "docx":
        from ingest.readers.docx import read_docx

        return read_docx(path)
    return _read_plain_kind(path, kind)


def _read_plain_kind(path: Path, kind: str) -> ReadDocument | Certification:
    from ingest.markdown_format import is_referential
    from ingest.readers.plain import read_plain

    if kind == "txt":
        from ingest.readers.text import read_text

        return read_text(path)
    file = read_plain(path)
    if kind == "html":
        from ingest.readers.html import read_html

        return read_html(file)
    if is_referential(file.text):
        from ingest.readers.referential import read_referential

        return read_referential(file, slug(path.stem))
    from ingest.readers.markdown import read_markdown

    return read_markdown(file)


def documents_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The documents of the given paths; folders are walked, leaving out what is no document by its name.

    A folder without any stands for itself: it fails like a file that cannot be read.
    """
    for path in paths:
        yield from (list(_inside(path)) or [path]) if path.is_dir() else [path]


def _inside(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        wanted = path.suffix.lower() in FORMATS and path.stem.lower() not in _NOT_DOCUMENTS
        if path.is_file() and wanted and not hidden:
            yield path


def _ingest_file(path: Path, home: Path, options: IngestOptions, seen: set[str]) -> DocumentReport:
    started = time.perf_counter()
    try:
        store = Store(home)
        report = _read_and_store(path, store, options, seen)
        seen.add(str(report.certification))
        store.originals.keep(store.certification(str(report.certification)), path)
    except DocumentError as error:
        report = DocumentReport(str(path), "failed", error=str(error))
    except AcquisError:
        raise  # the store, not the document
    except Exception as error:  # a bug that one document brings out: the others are still read
        report = DocumentReport(str(path), "failed", error=f"{path.name} : {log_unexpected(home, error)}")
    shown = str(path).encode("utf-8", "replace").decode("utf-8")  # half characters in a name can be neither printed nor stored
    return replace(report, path=shown, seconds=round(time.perf_counter() - started, 3))


def _id_of(path: Path, options: IngestOptions) -> str:
    if path.is_dir():
        raise EmptyDocument(f"Le dossier {path} ne contient aucun document qu'Acquis lit ({', '.join(FORMATS)}) : vérifiez le chemin.")
    check_file(path)
    if not path.name.isprintable():
        raise UnknownFormat(f"Le nom du fichier {path.name!a} contient des caractères illisibles : renommez-le.")
    certification_id = slug(options.id or path.stem)
    if not 0 < len(certification_id) <= _LONGEST_ID:
        raise UnknownFormat(f"Le nom du fichier {path.name} ne donne pas d'identifiant utilisable : choisissez-en un avec --id.")
    return certification_id


def _read_and_store(path: Path, store: Store, options: IngestOptions, seen: set[str]) -> DocumentReport:
    certification_id = _id_of(path, options)
    if certification_id in seen:
        raise DocumentError(
            f"Le fichier {path.name} donnerait le même identifiant ({certification_id}) qu'un document déjà lu : il n'a pas été lu. "
            "Donnez-lui un autre identifiant avec --id."
        )
    sha256 = digest(path)
    known = store.has(certification_id)
    previous = _readable(store, certification_id) if known else None
    replaced = options.replaces if options.replaces != certification_id and options.replaces in store.ids() else None
    if previous and not replaced and _is_same(previous, sha256, path, options):
        return _relabelled(path, store, previous, options.label or previous.certification.label)
    certification, diagnostics = _build(path, certification_id, options)
    label = options.label or certification.label or (previous.certification.label if previous else None)
    certification = certification.model_copy(update={"label": label})
    if previous is None and certification.document.sha256 != sha256:
        diagnostics.append(unverified_copy(certification.document.name))
    if not (options.replaces or previous):  # a document that took the place of its own fiche needs no hint about other versions
        diagnostics += resembling_fiches(certification, _fiches(store))
    if options.strict and (doubts := _doubts(diagnostics)):
        listed = " ; ".join(f"{d.message} ({d.where})" if d.where else d.message for d in doubts)
        raise DocumentError(f"Le document {path.name} n'a pas été enregistré (option --strict) : {listed}")
    if previous and not replaced and is_copy_of(previous, certification, sha256):
        record = correct(previous, certification, date.today())  # the day on the user's own calendar
        if record == previous:
            return _report(path, "unchanged", previous)
    else:
        lost = previous.certification if previous and previous.as_read else None
        record = Record(
            file_name=path.name,
            file_sha256=sha256,
            replaces=options.replaces,
            certification=certification,
            previous=lost,
            diagnostics=(*diagnostics, *([CORRECTIONS_REPLACED] if lost else [])),
        )
    store.save(record)
    if replaced:
        store.remove(replaced)
    return _report(path, "updated" if known else "added", record)


def _readable(store: Store, certification_id: str) -> Record | None:
    """The stored record, or None when it is damaged: the document about to be read replaces it."""
    try:
        return store.record(certification_id)
    except DamagedRecord:
        return None


def _fiches(store: Store) -> list[Certification]:
    """The fiches in store; a record that cannot be read resembles nothing, and is reported where it is asked for."""
    fiches: list[Certification] = []
    for certification_id in store.ids():
        with contextlib.suppress(StoreError):
            certification = store.certification(certification_id)
            fiches += [certification] if certification.provenance == Provenance.FICHE else []
    return fiches


def _doubts(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    return [diagnostic for diagnostic in diagnostics if diagnostic.level != Level.INFO]


def _has_replaced(store: Store, certification_id: str, replaced: str) -> bool:
    """Whether an earlier, identical run has already put this document in that one's place."""
    return store.has(certification_id) and store.record(certification_id).replaces == replaced


def _is_same(previous: Record, sha256: str, path: Path, options: IngestOptions) -> bool:
    return (
        previous.file_sha256 == sha256
        and previous.file_name == path.name
        and previous.parser_version == PARSER_VERSION
        and not (options.strict and _doubts(previous.diagnostics))
    )


def is_copy_of(record: Record, certification: Certification, sha256: str) -> bool:
    """Whether a file (of this digest) in the project's format was exported from this referential: it names the document of the record."""
    return certification.document.sha256 == record.certification.document.sha256 != sha256


def _relabelled(path: Path, store: Store, record: Record, label: str | None) -> DocumentReport:
    """The same document, maybe under another label: nothing is read again, so that corrections stay."""
    if label == record.certification.label:
        return _report(path, "unchanged", record)
    record = relabel(record, label)
    store.save(record)
    return _report(path, "updated", record)


def _build(path: Path, certification_id: str, options: IngestOptions) -> tuple[Certification, list[Diagnostic]]:
    from ingest.structure import build
    from ingest.structure.checks import check
    from ingest.structure.identify import with_ids

    document = read_document(path, options.progress)
    if isinstance(document, ReadDocument):
        return build(document, certification_id)
    diagnostics = check(document)
    if document.id != certification_id:
        diagnostics.append(other_id(document.id, certification_id))
        document = with_ids(document.model_copy(update={"id": certification_id}))
    return document, diagnostics


def _report(path: Path, status: str, record: Record) -> DocumentReport:
    certification = record.certification
    competences = [competence for _, competence in certification.competences()]
    return DocumentReport(
        path=str(path),
        status=status,
        certification=certification.id,
        pages=certification.document.pages,
        blocks=len(certification.blocks),
        competences=len(competences),
        criteria=sum(len(competence.criteria) for competence in competences),
        passages=len(passages_of(certification)),
        diagnostics=record.diagnostics,
    )
