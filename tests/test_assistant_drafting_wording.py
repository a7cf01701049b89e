"""A chat model drafts over HTTP: what it writes is checked item by item, redone once, or left as the grammar made it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from chat_server import ChatServer, Reply
from conftest import DOCUMENTS

from assistant.drafting.composing import Request, compose
from assistant.drafting.drafter import Drafter
from assistant.drafting.items import Drafted, Kind, Origin
from assistant.drafting.wording.checking import Checker
from assistant.drafting.wording.prompt import read_reply
from assistant.library import Library

CONFISEUR = "cqpm-confiseur"
ASKED = Request(Kind.INTERVIEW, (2,), count=3)
GOOD = (
    "[1] Parlez d'un jour où vous avez arrêté la cuisson à la couleur convenue avec le chef : qu'avez-vous fait et avec quel résultat ?",
    "[2] Avec quels ustensiles travaillez-vous, et comment les avez-vous utilisés la dernière fois ?",
    "[3] Quand avez-vous dû faire respecter les règles d'hygiène du laboratoire, et quel était votre rôle ?",
)

Draft = Callable[..., Drafted]


@pytest.fixture(scope="module")
def sweets(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library(tmp_path_factory.mktemp("sweets"))
    library.ingest([DOCUMENTS / "cqpm-confiseur.md"])
    return library


@pytest.fixture
def draft(sweets: Library, monkeypatch: pytest.MonkeyPatch) -> Draft:
    """Drafts with the model at the server given."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")

    def drafted(server: ChatServer | str, request: Request = ASKED, *, seconds: int = 10) -> Drafted:
        url = server.url if isinstance(server, ChatServer) else server
        for name, value in (("MODEL", "openai:essai"), ("BASE_URL", url), ("TIMEOUT", str(seconds))):
            monkeypatch.setenv(f"ACQUIS_CHAT_{name}", value)
        return Drafter(Library(sweets.home)).draft(CONFISEUR, request)

    return drafted


def composed(sweets: Library, request: Request = ASKED) -> Drafted:
    return compose(sweets.store.certification(CONFISEUR), request)


def test_good_wordings_take_the_place_of_ours(draft: Draft, sweets: Library) -> None:
    with ChatServer(Reply("\n".join(GOOD))) as server:
        found = draft(server)
    ours = composed(sweets)
    assert [item.text.replace("\u00a0", " ") for item in found.items] == [line[4:] for line in GOOD]
    assert all(item.origin == Origin.MODEL for item in found.items)
    assert [(item.id, item.criteria, item.expected) for item in found.items] == [(item.id, item.criteria, item.expected) for item in ours.items]
    assert found.engine == "openai:essai"
    assert "Le modèle de langage a rédigé 3 des 3 éléments, contrôlés un par un." in found.notes
    assert len(server.bodies) == 1


def test_the_prompt_holds_the_criteria_and_our_wording(draft: Draft) -> None:
    with ChatServer(Reply("\n".join(GOOD))) as server:
        draft(server)
    assert "Critère : La cuisson est arrêtée à la couleur convenue avec le chef." in server.prompt()
    assert "[3] Critère : Les règles d’hygiène du laboratoire" in server.prompt()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("[2] Utilisez-vous un réfractomètre numérique ABBE pour vos ustensiles ?", "ne vient pas du critère"),
        ("[2] Combien de fois sur 25 avez-vous utilisé les ustensiles ?", "ne vient pas du critère"),
        ("[2] Comment avez-vous géré la comptabilité analytique, les stagiaires étrangers et le syndicat de votre boutique ?", "critère"),
        ("[2] Quel temps fait-il chez vous quand vous venez ?", "critère"),
        ("[2] Décrivez comment Les ustensiles prévus sont utilisés ?", "faute"),
        ("[2] Les ustensiles", "longueur"),
        ("[2] Racontez avec quels ustensiles vous avez travaillé", "achevée"),
    ],
)
def test_a_wording_that_fails_a_check_is_redone_with_the_reason_then_dropped(draft: Draft, sweets: Library, line: str, why: str) -> None:
    with ChatServer(Reply("\n".join((GOOD[0], line, GOOD[2]))), Reply(line.replace("[2]", "[1]"))) as server:
        found = draft(server)
    assert [item.origin for item in found.items] == [Origin.MODEL, Origin.GRAMMAR, Origin.MODEL]
    assert found.items[1].text == composed(sweets).items[1].text
    assert len(server.bodies) == 2
    assert why in server.prompt()
    assert "[1] refusé" in server.prompt()
    assert "1 élément redemandé après un premier refus\u00a0; 1 proposition écartée, la rédaction automatique est gardée." in found.notes


def test_a_wording_redone_well_counts(draft: Draft) -> None:
    with ChatServer(Reply("\n".join((GOOD[0], GOOD[2]))), Reply(GOOD[1].replace("[2]", "[1]"))) as server:
        found = draft(server)
    assert all(item.origin == Origin.MODEL for item in found.items)
    assert "rien n'a été écrit pour ce numéro" in server.prompt()
    assert "1 élément redemandé après un premier refus." in found.notes


def test_the_same_question_twice_is_refused(draft: Draft) -> None:
    twice = GOOD[0][4:]
    with ChatServer(Reply(f"[1] {twice}\n[2] {twice}\n{GOOD[2]}")) as server:
        found = draft(server)
    assert [item.origin for item in found.items] == [Origin.MODEL, Origin.GRAMMAR, Origin.MODEL]


@pytest.mark.parametrize("reply", [Reply(status=401, error="sk-secret"), Reply(status=400, error="sk-secret non"), Reply(raw=b"<html>")])
def test_a_model_that_fails_leaves_the_set_and_says_so(draft: Draft, sweets: Library, reply: Reply) -> None:
    with ChatServer(reply) as server:
        found = draft(server)
    assert found.items == composed(sweets).items
    assert found.engine == "grammar"
    assert any("modèle de langage" in note for note in found.notes)
    assert not any("sk-secret" in note for note in found.notes)


def test_no_server_at_all_is_said(draft: Draft) -> None:
    found = draft("http://127.0.0.1:9/v1")
    assert any("injoignable" in note for note in found.notes)
    assert len(found.items) == 3


def test_grids_and_situations_never_ask_the_model(draft: Draft) -> None:
    with ChatServer(Reply("[1] Rien.")) as server:
        assert draft(server, Request(Kind.GRID, (2,))).engine == "grammar"
        assert draft(server, Request(Kind.SITUATION, (2,), count=1)).engine == "grammar"
    assert server.bodies == []


def test_a_multiple_choice_question_keeps_its_key(sweets: Library) -> None:
    certification = sweets.store.certification(CONFISEUR)
    items = compose(certification, Request(Kind.CHOICE, (1,), count=8)).items
    checker = Checker(certification)
    (intruder, *_) = [item for item in items if "ne relève pas du bloc" in item.text]
    key = next(choice.text for choice in intruder.choices if choice.correct)
    block = "«\u00a0La préparation des sucres\u00a0»"
    assert checker.refusal(intruder, f"Parmi ces connaissances, laquelle ne relève pas du bloc {block}\u00a0?", []) == ""
    assert "même chose" in checker.refusal(intruder, f"Parmi ces connaissances, laquelle relève du bloc {block}\u00a0?", [])
    assert "réponse" in checker.refusal(intruder, f"{key}\u00a0: cette connaissance ne relève pas du bloc {block}, est-ce vrai\u00a0?", [])
    assert "dont dépend le corrigé" in checker.refusal(intruder, "Parmi ces connaissances, laquelle ne relève pas du bloc\u00a0?", [])


def test_replies_are_read_by_their_numbers() -> None:
    text = "Voici :\n[1] Un ?\n**2.** Deux ?\n3) Trois ?\n[1] Encore un ?\n[9] Neuf ?\nfin"
    assert read_reply(text, 3) == {0: "Un ?", 1: "Deux ?", 2: "Trois ?"}
