"""``acquis paroles``: counts, template, file added, drafts of a real local server, an adviser's confirmation, removal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from chat_server import ChatServer, Reply
from conftest import INVENTED, SHELF
from streamlit.testing.v1 import AppTest
from telling import BAKER, STORY

from assistant.cli import main
from assistant.library import Library
from assistant.mapping.mapper import map_activity
from assistant.paroles.adding import confirm
from assistant.paroles.book import open_book
from assistant.paroles.checking import Checker, personal_data
from ingest.errors import AcquisError
from vectorstore.utterances import Utterance, read_utterances

APP = Path(__file__).parents[1] / "app.py"
CLOCK, SHEET = "cqpm-horloger-de-clocher", "rncp-99123-animateur-gat"
PLACES = (4 + 1) + (3 + 1) + (3 + 1)  # criteria of four, three and three families, and one result each
MEANS = f"{CLOCK}/C1/means/1"
OILED = "Chaque matin je remets ma petite goutte de gras, la marque du constructeur et pas une autre."


@pytest.fixture
def clock(home: Path) -> Library:
    library = Library(home)
    library.ingest([SHELF / f"{CLOCK}.md"])
    return library


def run(library: Library, *argv: str) -> int:
    return main(["--home", str(library.home), "paroles", CLOCK, *argv])


def listed(library: Library, capsys: pytest.CaptureFixture[str], *argv: str, status: int = 0) -> Any:  # noqa: ANN401 - any JSON document
    capsys.readouterr()
    assert run(library, *argv, "--json") == status
    return json.loads(capsys.readouterr().out)


def line(text: str, **changed: object) -> str:
    return json.dumps({"competence": 1, "part": "means", "about": "La burette contient", "text": text} | changed, ensure_ascii=False)


def stored(library: Library) -> list[Utterance]:
    path = library.home / "paroles" / f"{CLOCK}.jsonl"
    return list(read_utterances(path)) if path.exists() else []


def test_criteria_without_paroles_are_told(clock: Library, capsys: pytest.CaptureFixture[str]) -> None:
    document = listed(clock, capsys)
    assert (document["shipped"], document["added"], document["origins"]) == (0, 0, {})
    assert len(document["criteria"]) == PLACES
    assert document["without"] == [item["id"] for item in document["criteria"]]
    assert run(clock) == 0
    assert f"Sans parole\u00a0: {PLACES} critères sur {PLACES}." in capsys.readouterr().out


def test_shipped_paroles_are_counted(fiches_library: Library) -> None:
    book = open_book(fiches_library, "cqpm-pilote-logistique")
    about_a_statement = sum(count.shipped for count in book.counts)
    near_misses = sum(utterance.part == "none" for utterance in book.shipped)
    assert 0.9 * (len(book.shipped) - near_misses) < about_a_statement <= len(book.shipped) - near_misses


def test_ingest_says_what_to_run_and_keeps_its_json(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(home), "ingest", str(SHELF / f"{CLOCK}.md"), "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["documents"][0]["certification"] == CLOCK
    assert [text for text in printed.err.splitlines() if "paroles" in text] == [printed.err.splitlines()[-1]]
    assert f"acquis paroles {CLOCK} --template" in printed.err
    assert main(["--home", str(home), "ingest", str(SHELF / f"{CLOCK}.md"), "--json"]) == 0
    assert "--template" not in capsys.readouterr().err  # nothing was read anew


@pytest.mark.parametrize("name", ["paroles.csv", "paroles.jsonl"])
def test_a_template_filled_in_is_added(clock: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    file = tmp_path / name
    assert run(clock, "--template", str(file)) == 0
    assert run(clock, "--template", str(file)) == 1  # never written over
    lines = file.read_text("utf-8-sig").splitlines()
    rank = next(rank for rank, text in enumerate(lines) if "La burette" in text)
    lines[rank] = lines[rank].replace('"text": ""', f'"text": "{OILED}"') if name.endswith("l") else lines[rank] + OILED
    file.write_text("\n".join(lines), "utf-8")
    document = listed(clock, capsys, "--add", str(file))
    assert document["done"] == {"added": 1, "refused": []}
    assert document["origins"] == {"ajout": 1}
    assert next(item for item in document["criteria"] if item["id"] == MEANS)["origins"] == {"ajout": 1}
    assert MEANS not in document["without"]
    assert MEANS in [hit.passage.id for hit in Library(clock.home).index.search("la petite goutte de gras du constructeur")]


def test_each_bad_line_is_refused_with_its_reason(clock: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "p.jsonl"
    lines = [
        line(OILED, origin="atelier"),
        line(OILED.upper().replace("MATIN", "MATINS")),
        "{",
        line("Je graisse."),
        line("Je mets " + "encore " * 60),
        line("Je prends une autre burette que celle du voisin.", competence=9),
        line("Je prends une autre burette que celle du voisin.", part="knowledge"),
        line("J'ai demandé l'huile à jean.petit@exemple.fr avant de monter."),
        line("J'ai appelé le 06 12 34 56 78 pour savoir quelle huile prendre."),
        line("J'ai montré à Mme Delmas comment remplir la burette."),
        line("J'ai repris la burette laissée par mon collègue Karim."),
        line("Je sais, la burette, mais celle-ci je ne l'ai jamais tenue.", part="none", about=None),
        line("Je prends une autre burette que celle du voisin.", extra=1),
        "",
    ]
    file.write_text("\n".join(lines), "utf-8")
    document = listed(clock, capsys, "--add", str(file), status=1)
    reasons = {item["line"]: item["reason"] for item in document["done"]["refused"]}
    assert document["done"]["added"] == 2
    assert [(u.part, u.origin) for u in stored(clock)] == [("means", "atelier"), ("none", "ajout")]
    assert list(reasons) == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13]
    expected = {2: "répète", 3: "JSON", 4: "2 mots", 5: "62 mots", 6: "n'existe pas ici", 7: "knowledge", 8: "électronique", 9: "téléphone",
                10: "nom de personne", 11: "nom de personne", 13: "extra"}  # fmt: skip
    for number, words in expected.items():
        assert words in reasons[number]
    assert run(clock, "--add", str(file)) == 1
    assert "Ligne 1\u00a0: parole refusée, elle répète" in capsys.readouterr().err
    assert len(stored(clock)) == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("p.txt", b"", "format"),
        ("p.csv", b"a;b\n1;2\n", "colonnes"),
        ("p.csv", "competence;part;about;text\n1;means;;J'ai graiss\u00e9".encode("cp1252"), "UTF-8"),
        ("p.csv", b"competence;part;about;text\n1;means;;Je graisse le matin; puis je range.\n", "plus de colonnes"),
        ("p.jsonl", None, "n'existe pas"),
    ],
)
def test_a_file_that_is_none_is_told(clock: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, said: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert run(clock, "--add", str(tmp_path / name)) == 1
    assert said in capsys.readouterr().err
    assert stored(clock) == []


def test_paroles_are_removed_by_origin(clock: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = {"atelier": OILED, "école": "Je remplis le bec jusqu'au trait, jamais plus haut."}
    file = tmp_path / "p.jsonl"
    file.write_text("\n".join(line(text, origin=origin) for origin, text in texts.items()), "utf-8")
    assert run(clock, "--add", str(file)) == 0
    assert run(clock, "--remove", "ailleurs") == 1
    assert "«\u00a0atelier\u00a0» et «\u00a0école\u00a0»" in capsys.readouterr().err
    assert listed(clock, capsys, "--remove", "atelier")["origins"] == {"école": 1}
    assert listed(clock, capsys, "--remove", "all")["added"] == 0
    assert not (clock.home / "paroles" / f"{CLOCK}.jsonl").exists()
    assert Library(clock.home).index.manifest.counts.utterances == 0
    assert run(clock, "--remove", "all") == 1


def test_without_a_model_drafting_says_what_to_do(clock: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(clock, "--draft") == 1
    assert "Aucun modèle de langage n'est réglé" in capsys.readouterr().err


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Callable[[ChatServer], None]:
    def use(server: ChatServer) -> None:
        monkeypatch.setenv("ACQUIS_CHAT_MODEL", "openai:essai")
        monkeypatch.setenv("ACQUIS_CHAT_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")

    return use


WRITTEN = f"""<think>La burette…</think>Voici des phrases :
1. « {OILED} »
- On verse jamais la première bouteille venue, moi je regarde le carnet rouge.
- {OILED}
- La burette est toujours remplie correctement par le personnel.
- Moi, la burette contient l'huile prescrite par le fabricant, voilà.
- Avec mon collègue Karim on a trouvé le bon bidon."""


def test_drafts_are_checked_flagged_and_removable(clock: Library, capsys: pytest.CaptureFixture[str], served: Callable[[ChatServer], None]) -> None:
    wanted = [place.passage.id for place in open_book(clock, CLOCK).places]
    replies = [Reply(WRITTEN if passage == MEANS else "Rien.") for passage in wanted]
    with ChatServer(*replies) as server:
        served(server)
        document = listed(clock, capsys, "--draft")
        assert len(server.bodies) == len(wanted)
        assert "Critère : La burette contient" in server.prompt(wanted.index(MEANS))
    origin = "modèle:openai:essai"
    assert [(u.text, u.competence, u.part, u.origin) for u in stored(clock)] == [
        (OILED, 1, "means", origin),
        ("On verse jamais la première bouteille venue, moi je regarde le carnet rouge.", 1, "means", origin),
    ]
    refused = {item["reason"]: item["count"] for item in document["done"]["refused"]}
    nobody, copied = "personne n'y parle en son nom", "elle recopie le critère"
    assert refused[nobody] == 1 + 1 + len(wanted) - 1  # the introduction, the passive, and « Rien. » elsewhere
    assert refused[copied] == 1
    assert sum(refused.values()) == refused[nobody] + refused[copied] + 2  # said twice, and somebody's name
    assert (document["done"]["added"], document["done"]["failure"]) == (2, None)
    assert listed(clock, capsys, "--remove", origin)["added"] == 0


def test_a_model_that_fails_leaves_what_came_before(clock: Library, capsys: pytest.CaptureFixture[str], served: Callable[[ChatServer], None]) -> None:
    with ChatServer(Reply(OILED), Reply(status=401)) as server:
        served(server)
        document = listed(clock, capsys, "--draft", status=1)
    assert (document["done"]["asked"], document["done"]["added"]) == (1, 1)
    assert "401" in document["done"]["failure"]
    with ChatServer(Reply(status=401)) as server:
        served(server)
        assert run(clock, "--draft") == 1
        assert "sk-secret" not in capsys.readouterr().err
    assert len(stored(clock)) == 1


def test_a_busy_server_and_one_that_refuses_the_temperature_are_asked_again(clock: Library, capsys: pytest.CaptureFixture[str], served: Callable[[ChatServer], None]) -> None:
    with ChatServer(Reply(status=503), Reply(OILED)) as server:
        served(server)
        assert listed(clock, capsys, "--draft")["done"]["asked"] == PLACES
        assert len(server.bodies) == PLACES + 1
    assert run(clock, "--remove", "all") == 0
    with ChatServer(Reply(OILED), refuses=("temperature",)) as server:
        served(server)
        assert listed(clock, capsys, "--draft")["done"]["asked"] == PLACES
        assert ["temperature" in body for body in server.bodies] == [True] + [False] * PLACES


def test_a_confirmation_needs_consent_and_nobody_s_data(clock: Library) -> None:
    with pytest.raises(AcquisError, match="accord"):
        confirm(clock, CLOCK, MEANS, OILED, consent=False)
    with pytest.raises(AcquisError, match="nom de personne"):
        confirm(clock, CLOCK, MEANS, "J'ai montré à Mme Delmas comment remplir la burette.", consent=True)
    with pytest.raises(AcquisError, match="n'est pas dans"):
        confirm(clock, CLOCK, f"{CLOCK}/C9/means/1", OILED, consent=True)
    assert stored(clock) == []
    assert confirm(clock, CLOCK, MEANS, f"  {OILED}\n", consent=True).origin == "conseiller"
    assert [(u.text, u.competence, u.part) for u in stored(clock)] == [(OILED, 1, "means")]
    with pytest.raises(AcquisError, match="répète"):
        confirm(clock, CLOCK, MEANS, OILED, consent=True)


def test_a_registry_sheet_takes_paroles_for_each_competence(shelf_library: Library) -> None:
    book = open_book(shelf_library, SHEET)
    assert [(place.competence, place.part) for place in book.places] == [(number, "competence") for number in range(1, 6)]
    parole = Utterance(competence=2, part="competence", about=book.places[1].about, text="J'ai passé des annonces et goûté avec chacun.")
    assert Checker(book).refusal(parole) == ""


def test_every_place_of_a_template_leads_back_to_its_statement(shelf_library: Library, fiches_library: Library) -> None:
    for library in (shelf_library, fiches_library):
        for certification in library.store.ids():
            book = open_book(library, certification)
            for place in book.places:
                parole = Utterance(competence=place.competence, part=place.part, about=place.about, text="x")
                assert list(book.by_statement([parole])) == [place.passage.id]


def test_ordinary_words_are_no_personal_data() -> None:
    assert personal_data("Le lundi je fais le tour des postes avec ma cheffe, le règlement ISO 9001 en main.") == []
    assert personal_data("Chez Bosch, j'ai réglé les presses.") == ["un nom d'entreprise"]


def confirmation(home: Path) -> str:
    """The key of the small window of the first criterion that the story shows."""
    mapping = map_activity(Library(home), BAKER, STORY)
    criterion = next(c for c in mapping.competences[0].criteria if c.evidence)
    return f"confirm-{criterion.passage.id}"


def test_an_adviser_keeps_words_of_the_page_with_consent(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Library(home).ingest([INVENTED])
    monkeypatch.setenv("ACQUIS_HOME", str(home))
    page = AppTest.from_file(str(APP), default_timeout=120).run()
    page.switch_page("assistant/ui/activities.py").run()
    page.selectbox[0].set_value(BAKER)
    page.text_area[0].set_value(STORY)
    next(button for button in page.button if "Lire mon récit" in button.label).click().run()
    kept = home / "paroles" / f"{BAKER}.jsonl"
    assert not [button for button in page.button if button.label == "Garder ces mots"]
    page.session_state[confirmation(home)] = True  # as the browser does when the small window is opened
    page.run()
    keep = next(button for button in page.button if button.label == "Garder ces mots")
    assert keep.disabled
    assert not kept.exists()
    box = next(area for area in page.text_area if area.label == "Mots à garder")
    words, place = box.value, str(box.key).removeprefix("confirm-").split("-words")[0]
    next(c for c in page.checkbox if str(c.key).startswith(f"confirm-{place}")).check().run()
    box_of_now = next(area for area in page.text_area if area.key == box.key)
    box_of_now.set_value("Le samedi, Mme Delmas me laissait peser la farine toute seule.")
    next(button for button in page.button if button.key == keep.key).click().run()
    assert "un nom de personne" in page.error[0].value
    assert not kept.exists()
    next(area for area in page.text_area if area.key == box.key).set_value(words)
    next(button for button in page.button if button.key == keep.key).click().run()
    assert not page.exception
    assert not page.error
    assert "Ces mots sont gardés" in " ".join(str(element.value) for element in page.success)
    (parole,) = read_utterances(kept)
    assert (parole.text, parole.origin, parole.competence) == (words, "conseiller", 1)
    page.run()
    assert not page.exception
