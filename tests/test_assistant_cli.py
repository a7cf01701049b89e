"""The command line as people and scripts use it: keys, exit statuses, what goes to which stream."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import HANDLERS, main
from assistant.cli.french_argparse import translate
from assistant.cli.parser import build_parser
from ingest.markdown_format import to_markdown
from ingest.storage import Store

ROOT = Path(__file__).resolve().parents[1]
INVENTED = Path(__file__).parent / "documents" / "cqpm-boulanger-de-nuit.md"
BAKER = "cqpm-boulanger-de-nuit"
CRITERIA = 5 + 4 + 4  # the first competence has two statements of methods, all others one per family
PASSAGES = 2 + 3 + 3 + 3 + CRITERIA + 3 + 1 + 2  # blocks, knowledge, competences, conditions, criteria, results, section, list items


@pytest.fixture
def baker(home: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A home that holds the invented referential only."""
    assert run(home, "ingest", str(INVENTED)) == 0
    capsys.readouterr()
    return home


def run(home: Path, *argv: str) -> int:
    return main(["--home", str(home), *argv])


def printed(capsys: pytest.CaptureFixture[str]) -> Any:  # noqa: ANN401 - any JSON document
    """The one JSON document on standard output."""
    return json.loads(capsys.readouterr().out)


def python(*code_and_arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"ACQUIS_HOME": str(home), "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, *code_and_arguments], capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


class Terminal(io.StringIO):
    """A terminal: what is typed on it, or what is written to it."""

    def isatty(self) -> bool:
        return True


# usage


def test_every_command_of_the_parser_has_its_function() -> None:
    commands = build_parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    assert sorted(commands) == sorted(HANDLERS)  # type: ignore[arg-type]
    for command, module in HANDLERS.items():
        assert callable(getattr(import_module(f"assistant.cli.{module}"), f"{command}_command"))


@pytest.mark.parametrize("command", ["", *HANDLERS])
def test_help_is_french(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command.split(), "--help"]) == 0
    text = capsys.readouterr().out
    assert "Utilisation\u00a0:" in text
    assert "Options\u00a0:" in text
    for english in ("usage", "positional", "optional", "show this", "required"):
        assert english not in text


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        ([], "il manque\u00a0: COMMANDE"),
        (["bidule"], "commande inconnue\u00a0: 'bidule'"),
        (["show"], "il manque\u00a0: ID"),
        (["show", "x", "--competence"], "l'option --competence attend une valeur"),
        (["show", "x", "--competence", "deux"], "'deux' n'est pas un nombre entier"),
        (["list", "--vite"], "argument inconnu\u00a0: --vite"),
        (["list", "--json=oui"], "l'option --json ne prend pas de valeur"),
        (["ask"], "il manque l'un de ces arguments\u00a0: QUESTION --batch"),
        (["ask", "quoi ?", "--batch", "f.jsonl"], "ne vont pas ensemble"),
        (["ingest"], "il manque\u00a0: CHEMIN"),
    ],
)
def test_wrong_usage_is_status_2_and_said_in_french(argv: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2
    captured = capsys.readouterr()
    assert expected in captured.err
    assert captured.out == ""


def test_an_unknown_message_of_argparse_is_shown_as_it_is() -> None:
    assert translate("something new") == "something new"


@pytest.mark.parametrize("argv", [["--help"], ["list"], ["show", BAKER], ["show", BAKER, "--competence", "2", "--json"]])
def test_light_commands_import_nothing_heavy(argv: list[str], baker: Path) -> None:
    heavy = "{'torch', 'chromadb', 'streamlit', 'langchain', 'langchain_core', 'bm25s', 'pdfplumber', 'pypdf', 'numpy', 'sentence_transformers'}"
    code = f"import sys; from assistant.cli import main; main({argv!r}); print(sorted({heavy} & set(sys.modules)), file=sys.stderr)"
    assert python("-c", code, home=baker).stderr == "[]\n"


# ingest


def test_ingest_reports_each_file(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "ingest", str(INVENTED), "--json") == 0
    (report,) = printed(capsys)["documents"]
    assert report.pop("seconds") > 0
    assert report.pop("diagnostics") == []
    assert report == {
        "path": str(INVENTED),
        "certification": BAKER,
        "status": "added",
        "pages": None,
        "blocks": 2,
        "competences": 3,
        "criteria": CRITERIA,
        "passages": PASSAGES,
        "error": None,
    }


def test_ingest_again_changes_nothing(baker: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(baker, "ingest", str(INVENTED), "--json") == 0
    assert [report["status"] for report in printed(capsys)["documents"]] == ["unchanged"]


def test_a_bad_file_among_good_ones_is_status_1_and_the_others_are_stored(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "bon.md").write_bytes(INVENTED.read_bytes())
    (folder / "vide.txt").write_bytes(b"")
    assert run(home, "ingest", str(folder), "--json") == 1
    captured = capsys.readouterr()
    reports = {Path(report["path"]).name: report for report in json.loads(captured.out)["documents"]}
    assert reports["bon.md"]["status"] == "added"
    assert reports["vide.txt"]["status"] == "failed"
    assert reports["vide.txt"]["diagnostics"][-1]["level"] == "error"
    assert reports["vide.txt"]["error"] in captured.err
    assert Store(home).ids() == ["bon"]


def test_a_document_that_brings_out_a_bug_spoils_no_other(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: Path) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("ingest.readers.text.read_text", broken)
    (tmp_path / "a.txt").write_text("texte", encoding="utf-8")
    assert run(home, "ingest", str(tmp_path / "a.txt"), str(INVENTED)) == 1
    assert "a.txt : Erreur imprévue (ZeroDivisionError)" in capsys.readouterr().err
    assert Store(home).ids() == [BAKER]


def test_ingest_says_that_a_path_is_missing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "ingest", "nulle-part.md") == 1
    captured = capsys.readouterr()
    assert "nulle-part.md" in captured.err
    assert "Traceback" not in captured.err


def test_ingest_of_a_folder_without_documents_is_an_error(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rien").mkdir()
    assert run(home, "ingest", str(tmp_path / "rien")) == 1
    assert "ne contient aucun document" in capsys.readouterr().err


def test_label_id_and_replaces(baker: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(baker, "ingest", str(INVENTED), "--id", "boulanger-neuf", "--label", "édition 2", "--replaces", BAKER) == 0
    capsys.readouterr()
    assert run(baker, "list", "--json") == 0
    assert [(c["id"], c["label"]) for c in printed(capsys)["certifications"]] == [("boulanger-neuf", "édition 2")]


def test_progress_is_drawn_on_a_terminal_and_erased_before_the_report(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(sys, "stdout", screen)
    assert run(home, "ingest", str(INVENTED)) == 0
    drawn, report, after = screen.getvalue().partition(f"\r\x1b[K{INVENTED}\u00a0: ajouté")
    assert f"0/1 {INVENTED.name}" in drawn
    assert report
    assert INVENTED.name not in after.replace(str(INVENTED), "")  # no bar is drawn again


# list, show, export, remove


def test_first_list_loads_the_fiches_and_says_so_on_standard_error(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "list", "--json") == 0
    captured = capsys.readouterr()
    assert "chargement des fiches" in captured.err
    listed = json.loads(captured.out)["certifications"]
    assert [c["id"] for c in listed] == sorted(path.stem for path in (ROOT / "ingest" / "fiches").glob("*.md"))
    assert {c["provenance"] for c in listed} == {"fiche"}
    assert run(home, "list") == 0
    assert capsys.readouterr().err == ""


def test_list_keys(baker: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(baker, "list", "--json") == 0
    assert printed(capsys)["certifications"] == [
        {
            "id": BAKER,
            "title": "Boulanger de nuit",
            "label": "édition d'essai",
            "kind": "cqpm",
            "provenance": "official",
            "codes": {"blocks": ["BDC9001", "BDC9002"]},
            "blocks": 2,
            "competences": 3,
            "criteria": CRITERIA,
            "document": INVENTED.name,
        }
    ]


def test_show_keys(baker: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", BAKER, "--json", "--home", str(baker)]) == 0
    shown = printed(capsys)
    assert list(shown) == ["id", "title", "label", "kind", "provenance", "codes", "facts", "blocks", "sections"]
    block = shown["blocks"][0]
    assert block["knowledge"] == ["Les farines et leur force.", "Le rôle du sel."]
    assert [c["number"] for b in shown["blocks"] for c in b["competences"]] == [1, 2, 3]
    assert [c["local_number"] for b in shown["blocks"] for c in b["competences"]] == [1, 2, 1]
    assert block["competences"][0]["criteria"][0] == {
        "id": f"{BAKER}/C1/methods/1",
        "family": "methods",
        "text": "Les pesées suivent la recette :",
        "items": ["la farine,", "l'eau et le levain."],
        "marker": "",
        "item_markers": ["• ", "• "],
        "source": {"document": INVENTED.name, "page": None, "lines": [24, 26], "corrected": None},
    }
    assert "family" not in block["competences"][0]["results"][0]
    (section,) = shown["sections"]
    assert section["path"] == ["1. Missions", "1.1. Mission du titulaire"]
    assert section["source"]["lines"] == [87, 87]


def test_show_facts_are_flat(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = "rncp-28242-coordonnateur-qse"
    assert run(home, "show", sheet, "--json") == 0
    facts = printed(capsys)["facts"]
    stored = {fact.key: fact.values for fact in Store(home).certification(sheet).facts}
    assert {key for key, value in facts.items() if value is None} == {key for key, values in stored.items() if not values} != set()
    assert {key for key, value in facts.items() if isinstance(value, list)} == {key for key, values in stored.items() if len(values) > 1} != set()
    assert all(facts[key] == values[0] for key, values in stored.items() if len(values) == 1)


def test_show_one_competence(baker: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(baker, "show", BAKER, "--competence", "3", "--json") == 0
    shown = printed(capsys)
    assert [(b["number"], [c["number"] for c in b["competences"]]) for b in shown["blocks"]] == [(2, [3])]
    assert run(baker, "show", BAKER, "--competence", "4") == 1
    assert "n'a pas de compétence 4\u00a0: elle en a 3, de 1 à 3" in capsys.readouterr().err


def test_show_for_people_has_every_statement_with_its_place(baker: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(baker, "show", BAKER) == 0
    text = capsys.readouterr().out
    assert "La balance est tarée avant chaque pesée.  [l. 30]" in text
    assert "BLOC 2 (BDC9002) — La cuisson" in text
    assert "• l'eau et le levain." in text


def test_export_to_markdown_reads_back(baker: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / f"{BAKER}.md"
    assert run(baker, "export", BAKER, "-o", str(copy)) == 0
    assert run(tmp_path / "other", "ingest", str(copy)) == 0
    assert to_markdown(Store(tmp_path / "other").certification(BAKER)) == to_markdown(Store(baker).certification(BAKER))


def test_export_to_json_is_what_show_prints(baker: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(baker, "export", BAKER, "-o", str(tmp_path / "x.json")) == 0
    capsys.readouterr()
    assert run(baker, "show", BAKER, "--json") == 0
    assert json.loads((tmp_path / "x.json").read_text("utf-8")) == printed(capsys)


def test_export_to_an_unknown_format_is_an_error(baker: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(baker, "export", BAKER, "-o", str(tmp_path / "x.odt")) == 1
    assert ".md ou en .json" in capsys.readouterr().err
    assert not (tmp_path / "x.odt").exists()


@pytest.mark.parametrize(("typed", "left"), [("n\n", [BAKER]), ("\n", [BAKER]), ("oui\n", [])])
def test_remove_asks_on_a_terminal(
    typed: str, left: list[str], baker: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    assert run(baker, "remove", BAKER) == 0
    assert "[o/N]" in capsys.readouterr().err
    assert Store(baker).ids() == left


def test_remove_in_a_script_asks_nothing(baker: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(baker, "remove", BAKER, "--json") == 0
    assert printed(capsys) == {"certification": BAKER, "removed": True}
    assert run(baker, "remove", BAKER) == 1
    assert "Aucun référentiel ne porte l'identifiant" in capsys.readouterr().err


# ask


def test_ask_keys(baker: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(baker, "ask", "Quels moyens pour la compétence 1 du boulanger de nuit ?", "--json") == 0
    reply = printed(capsys)
    contract = ["id", "status", "answer", "certifications", "competences", "citations", "advice", "suggestions", "engine", "elapsed_ms"]
    assert set(contract) <= set(reply)
    assert reply["status"] == "answered"
    assert reply["competences"] == [{"certification": BAKER, "number": 1}]
    assert reply["citations"] == [
        {
            "passage": f"{BAKER}/C1/means/1",
            "certification": BAKER,
            "competence": 1,
            "family": "means",
            "text": "La balance est tarée avant chaque pesée.",
            "document": INVENTED.name,
            "page": None,
            "lines": [30, 30],
            "corrected": None,
        }
    ]


def test_ask_for_people_shows_the_place_of_each_citation(baker: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(baker, "ask", "Quels moyens pour la compétence 1 du boulanger de nuit ?") == 0
    text = capsys.readouterr().out
    assert "«\u00a0La balance est tarée avant chaque pesée.\u00a0» [1]" in text
    assert f"  [1] {INVENTED.name}, l. 30 — {BAKER}/C1/means/1" in text


def test_a_batch_answers_line_by_line(baker: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        b'\xef\xbb\xbf{"id": "a", "question": "Quels moyens pour la comp\xc3\xa9tence 1 ?", "certification": "cqpm-boulanger-de-nuit"}',
        b'{"id": "b", "question": "Quels moyens ?", "certification": "inconnue"}',
        b"pas du JSON",
        b'{"id": "c"}',
        b'{"id": "d", "question": ["une liste"]}',
        b'{"id": "e", "question": "autre encodage \xe9"}',
        b'{"id": 7, "turns": ["Quels moyens pour la comp\xc3\xa9tence 1 du boulanger de nuit ?", "et pour la 2 ?"]}',
    ]
    batch = tmp_path / "questions.jsonl"
    batch.write_bytes(b"\n".join(lines) + b"\n")
    assert run(baker, "ask", "--batch", str(batch)) == 1
    replies = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [reply["id"] for reply in replies] == ["a", "b", None, "c", "d", None, 7]
    assert ["error" in reply for reply in replies] == [False, True, True, True, True, True, False]
    assert replies[0]["citations"][0]["passage"] == f"{BAKER}/C1/means/1"
    assert "inconnue" in replies[1]["error"]
    assert replies[2]["error"].startswith("La ligne 3 n'est pas une question lisible")
    assert [turn["citations"][0]["passage"] for turn in replies[6]["turns"]] == [f"{BAKER}/C1/means/1", f"{BAKER}/C2/means/1"]


def test_a_batch_without_failed_lines_is_status_0(baker: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    batch = tmp_path / "questions.jsonl"
    batch.write_text('{"id": "a", "question": "Quels moyens pour la compétence 1 ?"}\n', encoding="utf-8")
    assert run(baker, "ask", "--batch", str(batch), "--certification", BAKER) == 0
    assert printed(capsys)["status"] == "answered"


def test_what_is_no_character_spoils_no_answer(baker: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    batch = tmp_path / "questions.jsonl"
    batch.write_text('{"id": 1, "question": "comment tarer la balance \\ud83d avant une pesée"}\n', encoding="utf-8")
    assert run(baker, "ask", "--batch", str(batch)) == 0
    assert printed(capsys)["id"] == 1


def test_a_missing_batch_file_is_an_error(baker: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(baker, "ask", "--batch", "absent.jsonl") == 1
    assert "absent.jsonl" in capsys.readouterr().err


# index, purge


def test_index_counts_the_passages(baker: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(baker, "index", "--json") == 0
    assert printed(capsys) == {"passages": PASSAGES}


def test_index_repairs_what_is_damaged(baker: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for vectors in (baker / "index").rglob("vectors.npy"):
        vectors.unlink()
    assert run(baker, "ask", "comment tarer la balance avant une pesée") == 1
    assert "acquis index" in capsys.readouterr().err
    assert run(baker, "index") == 0
    assert run(baker, "ask", "comment tarer la balance avant une pesée") == 0


def test_purge_erases_what_is_personal_even_from_the_index_and_keeps_the_referentials(baker: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = "la balance de tante Ursule"
    (baker / "paroles").mkdir()
    line = {"competence": 1, "part": "means", "about": "La balance est tarée", "text": said, "origin": "candidate"}
    (baker / "paroles" / f"{BAKER}.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    (baker / "conversations").mkdir()
    (baker / "conversations" / "1.json").write_text(said, encoding="utf-8")
    assert run(baker, "index") == 0
    assert len(holding(baker, said)) > 2  # the two files above, and the index
    capsys.readouterr()
    assert run(baker, "purge", "--yes", "--json") == 0
    assert printed(capsys) == {"erased": ["conversations", "paroles"]}
    assert holding(baker, said) == []
    assert Store(baker).ids() == [BAKER]


def test_purge_says_that_a_chroma_server_may_still_hold_paroles(
    baker: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (baker / "paroles").mkdir()
    monkeypatch.setenv("ACQUIS_CHROMA_HOST", "127.0.0.1")
    monkeypatch.setenv("ACQUIS_CHROMA_PORT", "9")  # nobody answers there
    assert run(baker, "purge", "--yes") == 1
    assert "127.0.0.1:9" in capsys.readouterr().err
    assert not (baker / "paroles").exists()


def holding(home: Path, words: str) -> list[Path]:
    return [path for path in home.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


# what goes wrong


def test_a_bug_is_logged_and_said_in_one_sentence(baker: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(_: Store) -> list[str]:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(Store, "ids", broken)
    assert run(baker, "list") == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("Erreur imprévue (ZeroDivisionError)")
    assert captured.err.count("\n") == 1
    log = (baker / "logs" / "acquis.log").read_text("utf-8")
    assert "Traceback" in log
    assert "secret detail" in log


def test_a_home_that_cannot_be_made_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "fichier").write_text("x")
    assert run(tmp_path / "fichier", "list") == 1
    assert "Impossible d'écrire" in capsys.readouterr().err


def test_an_interruption_is_quiet(baker: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(_: Store) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "ids", interrupted)
    assert run(baker, "list") == 130
    assert capsys.readouterr().err == ""


def test_a_reader_that_leaves_is_no_traceback(baker: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "assistant", "--home", str(baker), "show", BAKER], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_output_is_utf8_whatever_the_locale(baker: Path) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "--home", str(baker), "list"], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    assert "édition d'essai" in done.stdout.decode("utf-8")
