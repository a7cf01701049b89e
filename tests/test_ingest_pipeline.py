"""From files to the store: statuses, options, bad input, crashes; whatever happens, what is stored stays readable."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import DOCUMENTS, INVENTED
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from ingest import pipeline
from ingest.errors import AcquisError, StoreError, UnknownCertification
from ingest.markdown_format import to_markdown
from ingest.model import Provenance
from ingest.pipeline import DocumentReport, IngestOptions, ingest
from ingest.storage import Store

KITE = DOCUMENTS / "numerotation-par-bloc.md"
"""Two blocks, four competences, 4 × 5 criteria, no doubt."""
DOUBTFUL = DOCUMENTS / "famille-absente.md"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    return folder


def one(path: Path, home: Path, **options: object) -> DocumentReport:
    (report,) = ingest([path], home, IngestOptions(**options))  # type: ignore[arg-type]
    return report


def put(folder: Path, source: Path, name: str) -> Path:
    return Path(shutil.copy(source, folder / name))


def test_added_then_unchanged_then_updated(inbox: Path, home: Path) -> None:
    path = put(inbox, KITE, "vol.md")
    added = one(path, home)
    assert (added.status, added.certification, added.blocks, added.competences, added.criteria) == ("added", "vol", 2, 4, 4 * 5)
    stored = (home / "referentials" / "vol.json").read_bytes()
    again = one(path, home)
    assert (again.status, again.passages, again.diagnostics) == ("unchanged", added.passages, added.diagnostics)
    assert (home / "referentials" / "vol.json").read_bytes() == stored
    path.write_text(path.read_text("utf-8").replace("Plier la voile", "Ranger la voile"), "utf-8")
    assert one(path, home).status == "updated"
    assert [c.title for _, c in Store(home).certification("vol").competences()][3] == "Ranger la voile"


def test_a_newer_parser_reads_the_same_file_again(inbox: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(inbox, KITE, "vol.md")
    one(path, home)
    monkeypatch.setattr(pipeline, "PARSER_VERSION", 1000)
    assert one(path, home).status == "updated"


def test_a_label_is_kept_until_another_is_given(inbox: Path, home: Path) -> None:
    path = put(inbox, KITE, "vol.md")
    assert one(path, home, label="édition 2024").status == "added"
    assert one(path, home).status == "unchanged"
    path.write_text(path.read_text("utf-8") + "\nfin\n", "utf-8")
    assert one(path, home).status == "updated"
    assert Store(home).certification("vol").label == "édition 2024"
    assert one(path, home, label="édition 2025").status == "updated"
    assert Store(home).certification("vol").label == "édition 2025"


def test_an_id_is_a_slug_and_never_leaves_the_folder(inbox: Path, home: Path) -> None:
    path = put(inbox, KITE, "Vol d'été (v2).md")
    assert one(path, home).certification == "vol-d-ete-v2"
    assert one(path, home, id="../../évasion").certification == "evasion"
    assert sorted(p.name for p in (home / "referentials").iterdir()) == ["evasion.json", "vol-d-ete-v2.json"]
    assert sorted(p.name for p in home.parent.iterdir()) == ["documents", "home"]
    for name in ("日本.md", f"{'a' * 200}.md"):
        assert "--id" in str(one(put(inbox, KITE, name), home).error)


def test_two_files_of_one_id_in_a_call(inbox: Path, home: Path) -> None:
    first, second = put(inbox, KITE, "vol.md"), put(inbox, KITE, "Vol.markdown")
    reports = ingest([first, second, first], home)
    assert [report.status for report in reports] == ["added", "failed"]
    assert "même identifiant (vol)" in str(reports[1].error)
    assert [report.status for report in ingest([second], home)] == ["updated"]


def test_a_bad_file_does_not_keep_its_id_from_a_good_one(inbox: Path, home: Path) -> None:
    (inbox / "vol.html").write_bytes(b"\x00" * 100)
    put(inbox, KITE, "vol.md")
    assert [report.status for report in ingest([inbox], home)] == ["failed", "added"]


def test_replaces_takes_the_place_of_another_id_once(inbox: Path, home: Path) -> None:
    old, new = put(inbox, KITE, "vol-ancien.md"), put(inbox, KITE, "vol.md")
    one(old, home)
    assert one(new, home, replaces="vol-ancien").status == "added"
    assert Store(home).ids() == ["vol"]
    assert one(new, home, replaces="vol-ancien").status == "unchanged"
    with pytest.raises(UnknownCertification, match="« inconnu »"):
        one(put(inbox, KITE, "autre.md"), home, replaces="inconnu")
    with pytest.raises(AcquisError, match="un seul document"):
        ingest([old, new], home, IngestOptions(replaces="vol"))


def test_a_fiche_is_named_when_its_document_comes_under_another_id(inbox: Path, home: Path) -> None:
    from ingest.readers.plain import read_plain
    from ingest.readers.referential import read_referential

    official = read_referential(read_plain(INVENTED), "x")
    fiche = inbox / "boulanger.md"
    fiche.write_text(to_markdown(official.model_copy(update={"id": "boulanger", "provenance": Provenance.FICHE})), "utf-8")
    one(fiche, home)
    report = one(put(inbox, INVENTED, "officiel.md"), home)
    (hint,) = [d for d in report.diagnostics if d.code == "resembles-fiche"]
    assert "--replaces boulanger" in hint.message
    assert [d.code for d in one(put(inbox, KITE, "vol.md"), home).diagnostics] == []
    assert Store(home).certification("boulanger").provenance == Provenance.FICHE
    assert one(put(inbox, INVENTED, "boulanger.md"), home).status == "updated"  # under its id, the document replaces the fiche
    assert Store(home).certification("boulanger").provenance == Provenance.OFFICIAL


def test_strict_refuses_what_is_doubtful_and_keeps_what_was_stored(inbox: Path, home: Path) -> None:
    path = put(inbox, KITE, "vol.md")
    assert one(path, home, strict=True).status == "added"
    assert one(path, home, strict=True).status == "unchanged"
    shutil.copy(DOUBTFUL, path)
    report = one(path, home, strict=True)
    assert report.status == "failed"
    assert "La numérotation passe de 1 à 3. (l. 5)" in str(report.error)
    assert len(list(Store(home).certification("vol").competences())) == 4


def test_an_export_reads_back_with_its_places(inbox: Path, home: Path) -> None:
    one(put(inbox, KITE, "vol.md"), home)
    before = Store(home).certification("vol")
    (inbox / "vol.md").write_text(to_markdown(before), "utf-8")
    assert one(inbox / "vol.md", home).status == "unchanged"
    assert Store(home).certification("vol") == before
    other = one(put(inbox, inbox / "vol.md", "copie.md"), home)
    assert [d.code for d in other.diagnostics] == ["other-id", "unverified-copy"]
    assert {p.split("/")[0] for p in _ids(home, "copie")} == {"copie"}


def _ids(home: Path, certification: str) -> list[str]:
    return [s.id for _, c in Store(home).certification(certification).competences() for s in c.criteria]


def test_a_folder_with_one_bad_file_among_good_ones(inbox: Path, home: Path) -> None:
    put(inbox, KITE, "a.md")
    (inbox / "b.pdf").write_bytes(b"%PDF-1.7 abc")
    (inbox / "sous-dossier").mkdir()
    put(inbox / "sous-dossier", KITE, "c.md")
    put(inbox, KITE, "README.md")
    put(inbox, KITE, ".cache.md")
    (inbox / "image.png").write_bytes(b"\x89PNG")
    reports = ingest([inbox], home)
    assert [(Path(r.path).name, r.status) for r in reports] == [("a.md", "added"), ("b.pdf", "failed"), ("c.md", "added")]
    assert Store(home).ids() == ["a", "c"]


def test_progress_names_each_file(inbox: Path, home: Path) -> None:
    put(inbox, KITE, "a.md")
    put(inbox, KITE, "b.md")
    steps: list[tuple[str, int, int]] = []
    ingest([inbox], home, IngestOptions(progress=lambda name, done, all_of_them: steps.append((name, done, all_of_them))))
    assert steps == [("a.md", 0, 2), ("b.md", 1, 2)]


def _text_pdf(path: Path) -> None:
    canvas = Canvas(str(path))
    for _ in range(3):
        canvas.drawString(72, 700, "Le voilier coud la toile et mesure le vent.")
        canvas.showPage()
    canvas.save()


def _image_pdf(path: Path) -> None:
    canvas = Canvas(str(path))
    canvas.rect(50, 50, 400, 600, fill=1)
    canvas.save()


def _encrypted_pdf(path: Path) -> None:
    _text_pdf(path)
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.encrypt("secret")
    writer.write(path)


def _truncated_pdf(path: Path) -> None:
    _text_pdf(path)
    path.write_bytes(path.read_bytes()[:600])


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("word/document.xml", b"0" * 60_000_000)


def _sparse(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(200_000_000)


def _with(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "make", "says"),
    [
        ("absent.md", lambda path: None, "n'existe pas"),
        ("vol.xyz", _with(b"texte"), "n'est pas d'un type qu'Acquis lit"),
        ("vide.md", _with(b""), "est vide"),
        ("blanc.txt", _with(b" \n\t \n"), "est vide"),
        ("ailleurs.md", _with("Élève né à côté".encode("mac_roman")), "encodage inconnu"),
        ("sans-bom.txt", _with("Le vent tourne.".encode("utf-16-le")), "encodage inconnu ou contenu binaire"),
        ("binaire.txt", _with(bytes(range(256)) * 8), "contenu binaire"),
        ("geant.txt", _sparse, "200 Mo|191 Mo"),
        ("image.pdf", _image_pdf, "image|numéris"),
        ("secret.pdf", _encrypted_pdf, "mot de passe"),
        ("tronque.pdf", _truncated_pdf, "tronqué|abîmé|endommagé"),
        ("bombe.docx", _bomb, "enfle démesurément"),
        ("faux.docx", _with(b"PK\x03\x04 rien"), "tronqué ou abîmé"),
        ("fiche.md", _with(b"---\nformat: acquis-1\n---\n# Vol\n## Bloc un\n"), "à la ligne 5"),
        ("profond.html", _with(b"<div>" * 50_000), "imbriquées"),
        ("dossier", lambda path: path.mkdir(), "ne contient aucun document"),
    ],
)
def test_each_bad_input_is_one_french_sentence_and_loses_nothing(
    name: str, make: Callable[[Path], object], says: str, inbox: Path, home: Path
) -> None:
    one(put(inbox, KITE, "bon.md"), home)
    before = {path.name: path.read_bytes() for path in (home / "referentials").iterdir()}
    make(inbox / name)
    report = one(inbox / name, home)
    assert report.status == "failed"
    assert report.error is not None
    assert len(report.error.splitlines()) == 1
    assert "Erreur imprévue" not in report.error
    assert _matches(says, report.error), report.error
    assert Path(name).stem in report.error
    assert {path.name: path.read_bytes() for path in (home / "referentials").iterdir()} == before


def _matches(says: str, message: str) -> bool:
    return any(part in message for part in says.split("|"))


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="ces systèmes n'acceptent pas un tel nom de fichier")
def test_a_name_that_is_no_text(inbox: Path, home: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(str(inbox)) + b"/caf\xe9.md"))
    shutil.copy(KITE, path)
    report = one(path, home)
    assert report.status == "failed"
    assert "renommez-le" in str(report.error)
    (report.path + str(report.error)).encode("utf-8")


def test_a_bug_in_one_document_spoils_no_other(inbox: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = pipeline.read_document

    def read(path: Path, progress: pipeline.Progress | None = None) -> object:
        return real(path, progress) if path.name != "b.md" else 1 / 0

    monkeypatch.setattr(pipeline, "read_document", read)
    for name in ("a.md", "b.md", "c.md"):
        put(inbox, KITE, name)
    reports = ingest([inbox], home)
    assert [report.status for report in reports] == ["added", "failed", "added"]
    assert "Erreur imprévue" in str(reports[1].error)


@pytest.mark.parametrize("step", ["fsync", "replace", "mkstemp", "write"])
def test_a_failure_at_any_step_of_saving_leaves_what_was_there(
    step: str, inbox: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(inbox, KITE, "vol.md")
    one(path, home)
    before = Store(home).record("vol")
    shutil.copy(DOUBTFUL, path)

    def full(*arguments: object, **named: object) -> None:
        raise OSError(28, "No space left on device")

    target = {"fsync": "os.fsync", "replace": "pathlib.Path.replace", "mkstemp": "tempfile.mkstemp", "write": "os.fdopen"}[step]
    with monkeypatch.context() as patch:
        patch.setattr(target, full)
        with pytest.raises(StoreError, match="place sur le disque"):
            one(path, home)
    assert Store(home).record("vol") == before
    assert [p.name for p in (home / "referentials").iterdir()] == ["vol.json"]
    assert one(path, home).status == "updated"


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace", "pathlib.Path.unlink"])
def test_a_process_killed_while_saving_leaves_the_old_state_or_the_new_one(step: str, inbox: Path, home: Path) -> None:
    """The process dies at the step without any clean-up, as when the power goes; the next run completes the work."""
    old, new = put(inbox, KITE, "vol.md"), put(inbox, DOUBTFUL, "vol-neuf.md")
    one(old, home)
    program = f"""
import os, pathlib, sys
from ingest.pipeline import IngestOptions, ingest
def die(*arguments, **named):
    os._exit(9)
{step} = die
ingest([pathlib.Path(sys.argv[1])], pathlib.Path(sys.argv[2]), IngestOptions(replaces="vol"))
"""
    root = Path(pipeline.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", program, str(new), str(home)], cwd=root, check=False)
    assert done.returncode == 9
    store = Store(home)
    assert [record.certification.id for record in store.records()] == (["vol", "vol-neuf"] if "unlink" in step else ["vol"])
    report = one(new, home, replaces="vol")
    assert (report.status, store.ids()) == (("updated" if "unlink" in step else "added"), ["vol-neuf"])


def test_a_damaged_record_blocks_nothing_and_is_replaced_by_its_document(inbox: Path, home: Path) -> None:
    path, other = put(inbox, KITE, "vol.md"), put(inbox, KITE, "autre.md")
    one(path, home)
    (home / "referentials" / "vol.json").write_text('{"schema_version": 1, "certif', "utf-8")
    assert one(other, home).status == "added"
    assert one(path, home).status == "updated"
    assert Store(home).certification("vol").title == "Voilier-testeur de cerfs-volants"
