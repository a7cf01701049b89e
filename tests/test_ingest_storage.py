"""The store: equal back, damaged and foreign files told apart, ids that never leave the folder; settings beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import INVENTED
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import DamagedRecord, SettingsError, StoreError, UnknownCertification
from ingest.model import SCHEMA_VERSION, Certification, Diagnostic, Level, Section, Source, Statement
from ingest.readers.plain import read_plain
from ingest.readers.referential import read_referential
from ingest.settings import Settings, load_settings
from ingest.storage import Record, Store, slug


def certification(certification_id: str = "boulanger") -> Certification:
    return read_referential(read_plain(INVENTED), "x").model_copy(update={"id": certification_id})


def record(certification_id: str = "boulanger") -> Record:
    doubt = Diagnostic(level=Level.WARNING, code="numbering-gap", message="La numérotation passe de 1 à 3.", where="l. 5")
    return Record(file_name="pain.md", file_sha256="0" * 64, certification=certification(certification_id), diagnostics=(doubt,))


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"]), max_size=5))
def test_what_is_saved_loads_equal(tmp_path_factory: pytest.TempPathFactory, text: str, marker: str) -> None:
    source = Source(document="pain.pdf", page=3, lines=(1, 2))
    section = Section(path=(text,), paragraphs=(Statement(text=text, marker=marker, source=source),))
    saved = record().model_copy(update={"certification": certification().model_copy(update={"sections": (section,), "title": text})})
    store = Store(tmp_path_factory.getbasetemp() / "magasin")
    store.save(saved)
    assert store.record("boulanger") == saved


def test_the_file_is_readable_and_versioned(home: Path) -> None:
    Store(home).save(record())
    text = (home / "referentials" / "boulanger.json").read_text("utf-8")
    assert text.startswith('{\n "schema_version": 1,\n "parser_version":')
    assert '"title": "Boulanger de nuit"' in text
    assert '"title": "La conduite du pétrissage"' in text


def test_ids_records_and_removal(home: Path) -> None:
    store = Store(home)
    assert store.ids() == []
    for name in ("pain", "boulanger"):
        store.save(record(name))
    (store.folder / "Notes à moi.json").write_text("{}", "utf-8")
    (store.folder / ".pain.json.abc.tmp").write_text("{", "utf-8")
    assert store.ids() == ["boulanger", "pain"]
    assert [r.certification.id for r in store.records()] == ["boulanger", "pain"]
    store.remove("pain")
    assert (store.ids(), store.has("pain")) == (["boulanger"], False)
    for call in (store.record, store.certification, store.remove):
        with pytest.raises(UnknownCertification, match="« pain » \\(en mémoire : boulanger\\)"):
            call("pain")


@pytest.mark.parametrize("hostile", ["../secret", "..", "", "a/b", "/etc/passwd", "C:\\x", "Pain", "pain.json", "pain\x00", "é"])
def test_a_hostile_id_names_no_file(hostile: str, home: Path) -> None:
    store = Store(home)
    store.save(record("pain"))
    (home / "secret.json").write_text(record("secret").model_dump_json(), "utf-8")
    assert not store.has(hostile)
    with pytest.raises(UnknownCertification):
        store.record(hostile)
    with pytest.raises(UnknownCertification):
        store.remove(hostile)
    assert (home / "secret.json").is_file()


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"schema_version": "1"}', '{"schema_version": 1}', "\udcff"])
def test_a_damaged_record_says_what_to_do_and_can_be_removed(content: str, home: Path) -> None:
    store = Store(home)
    store.save(record())
    (store.folder / "boulanger.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(DamagedRecord, match=r"boulanger.json est illisible : .*« acquis remove boulanger »"):
        store.record("boulanger")
    store.remove("boulanger")
    assert store.ids() == []


def test_a_record_of_a_newer_version_is_no_damaged_one(home: Path) -> None:
    store = Store(home)
    store.save(record())
    path = store.folder / "boulanger.json"
    path.write_text(f'{{"schema_version": {SCHEMA_VERSION + 1}, "shape": "unknown"}}', "utf-8")
    with pytest.raises(StoreError, match="version plus récente") as error:
        store.record("boulanger")
    assert not isinstance(error.value, DamagedRecord)


def test_a_store_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("un fichier, pas un dossier", "utf-8")
    with pytest.raises(StoreError, match="Impossible d'écrire"):
        Store(tmp_path / "home").save(record())


@pytest.mark.parametrize(
    ("text", "expected"),
    [("CQPM Qualité (v2)", "cqpm-qualite-v2"), ("Œuvre__d'été", "oeuvre-d-ete"), ("../x", "x"), ("日本", ""), ("--a--", "a"), ("ﬁche", "fiche")],
)
def test_slugs(text: str, expected: str) -> None:
    assert slug(text) == expected
    assert slug(expected) == expected


def test_settings_come_from_the_file_then_from_the_environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("EMBEDDING_MODEL", "ACQUIS_CHROMA_PORT", "ACQUIS_CHROMA_HOST"):
        monkeypatch.delenv(name, raising=False)
    assert load_settings(home) == Settings()
    home.mkdir()
    (home / "settings.toml").write_text('\ufeffembedding_model = "un/autre"\nchroma_port = 9000\n', "utf-8")
    monkeypatch.setenv("ACQUIS_CHROMA_PORT", "9100")
    assert (load_settings(home).embedding_model, load_settings(home).chroma_port) == ("un/autre", 9100)


@pytest.mark.parametrize(
    ("content", "says"), [("couleur = 3", "couleur"), ('chroma_host = "https://x y"', "chroma_host"), ("managers = 3", "managers"), ('chroma_port = "x"', "chroma_port"), ("= 3", "n'est pas lisible"), ("\udcff = 1", "n'est pas lisible")]
)
def test_a_setting_that_is_not_understood_is_named(content: str, says: str, home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(SettingsError, match=says):
        load_settings(home)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1:9000", ("127.0.0.1", 9000)),
        ("chroma.exemple.fr", ("chroma.exemple.fr", 8000)),
        ("http://chroma:8100/", ("chroma", 8100)),
        ("", None),
    ],
)
def test_one_setting_is_enough_for_a_chroma_server(host: str, expected: tuple[str, int] | None) -> None:
    assert Settings(chroma_host=host).chroma_server == expected


def test_the_managers_are_a_list_in_the_file_and_a_line_in_the_environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACQUIS_MANAGERS", raising=False)
    home.mkdir()
    (home / "settings.toml").write_text('managers = ["Ada@exemple.fr", " "]\n', "utf-8")
    assert load_settings(home).managers == ("ada@exemple.fr",)
    monkeypatch.setenv("ACQUIS_MANAGERS", "bob@exemple.fr, Ada@exemple.fr")
    assert load_settings(home).managers == ("bob@exemple.fr", "ada@exemple.fr")
