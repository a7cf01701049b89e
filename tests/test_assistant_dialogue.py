"""Short turns completed from the turn before, over the invented shelf: what each turn cites."""

from __future__ import annotations

import pytest
from conftest import answering

from assistant.answer import Answer, Status
from assistant.dialogue import Memory
from assistant.service import Assistant

NEW, OLD, CLOCK = "cqpm-animateur-gat-v2", "cqpm-animateur-gat-v1", "cqpm-horloger-de-clocher"


def cited(answer: Answer) -> list[str]:
    """The passages that answer, whatever is worth reading besides."""
    return [citation.passage for citation in answering(answer)]


def last(assistant: Assistant, *turns: str) -> Answer:
    return assistant.ask_turns(turns)[-1]


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (["moyens de la compétence 1 de l'horloger", "et pour la suivante ?"], f"{CLOCK}/C2/means/1"),
        (["moyens de la compétence 1 de l'horloger", "et la suivante ?", "et celle d'après ?"], f"{CLOCK}/C3/means/1"),
        (["moyens de la compétence 3 de l'horloger", "et la précédente ?"], f"{CLOCK}/C2/means/1"),
        (["moyens de la compétence 3 de l'horloger", "et celle d'avant ?"], f"{CLOCK}/C2/means/1"),
        (["moyens de la compétence 1 de l'horloger", "la 3 ?"], f"{CLOCK}/C3/means/1"),
        (["moyens de la compétence 1 de l'horloger", "pareil pour la 2"], f"{CLOCK}/C2/means/1"),
        (["moyens de la compétence 1 de l'horloger", "compétence 2"], f"{CLOCK}/C2/means/1"),
        (["moyens de la compétence 1 de l'horloger", "et côté méthodes ?"], f"{CLOCK}/C1/methods/1"),
        (["moyens de la compétence 1 de l'horloger", "résultats attendus"], f"{CLOCK}/C1/results/1"),
        (["moyens de la compétence 1 de l'horloger", "et les conditions ?", "et la suivante ?"], f"{CLOCK}/C2/conditions/1"),
        (["résultats de la compétence 3 du GAT", "et dans l'ancienne version ?"], f"{OLD}/C3/results/1"),
        (["résultats de la compétence 4 du GAT", "et dans l'autre version ?"], f"{OLD}/C2/results/1"),  # numbers differ: by title
        (["résultats de la compétence 2 du GAT v1", "et dans la nouvelle ?"], f"{NEW}/C4/results/1"),
        (["résultats de la compétence 2 du GAT v1", "même question pour l'horloger"], f"{CLOCK}/C2/results/1"),  # asked by number
        (["résultats de la compétence 2 de l'horloger", "et pour le GAT ?"], f"{NEW}/C2/results/1"),
        (["Quels moyens pour la compétence 2 ?", "l'horloger"], f"{CLOCK}/C2/means/1"),  # the answer to a question asked back
        (["Quels moyens pour la compétence 2 ?", "Horloger de clocher.", "et la suivante ?"], f"{CLOCK}/C3/means/1"),
        (["connaissances du bloc 1 du GAT v1", "et du bloc 2 ?"], f"{OLD}/B2/knowledge/1"),
        (["missions de l'horloger", "et pour le GAT v1 ?"], f"{OLD}/S1/1"),
        (["moyens de la compétence 2 de l'horloger", "merci", "et la suivante ?"], f"{CLOCK}/C3/means/1"),
        (["moyens de la compétence 2 de l'horloger", "combien ça coûte ?", "et les résultats ?"], f"{CLOCK}/C2/results/1"),
        (["moyens de la compétence 2 de l'horloger", "compétence 9 ?", "et les résultats ?"], f"{CLOCK}/C2/results/1"),
        (["moyens de la compétence 3 de l'horloger", "et la suivante ?", "et la précédente ?"], f"{CLOCK}/C2/means/1"),
        # by rank in what was just shown: the blocks, the competences of one block, all of them, those that were compared
        (["blocs de l'horloger", "le dernier, quelles compétences dedans ?", "la première, ses moyens ?"], f"{CLOCK}/C3/means/1"),
        (["compétences de l'horloger", "la deuxième, ses résultats ?"], f"{CLOCK}/C2/results/1"),
        (["compare les compétences 2 et 3 de l'horloger", "la première des deux, ses moyens ?"], f"{CLOCK}/C2/means/1"),
        (["blocs de l'horloger", "le premier", "la première : moyens", "non, la deuxième"], f"{CLOCK}/C2/means/1"),
        (["moyens de la compétence 1 de l'horloger", "la 2, les résultats"], f"{CLOCK}/C2/results/1"),
        (["moyens de la compétence 1 de l'horloger", "idem 3"], f"{CLOCK}/C3/means/1"),
        (["bloc 1 de l'horloger", "la première, ses moyens", "l'autre"], f"{CLOCK}/C2/means/1"),
        (["moyens de la compétence 1 de l'horloger", "celle du balancier, ses résultats ?"], f"{CLOCK}/C2/results/1"),
        # what was discussed two turns before, in another certification
        (["moyens de la compétence 2 de l'horloger", "même chose pour le GAT v1", "l'autre référentiel, ses résultats ?"], f"{CLOCK}/C2/results/1"),
        (["moyens de la compétence 2 de l'horloger", "je voulais dire le GAT v1"], f"{OLD}/C2/means/1"),
    ],
)
def test_a_short_turn_leans_on_the_turn_before(turns: list[str], expected: str, assistant: Assistant) -> None:
    answer = last(assistant, *turns)
    assert (answer.status, cited(answer)) == (Status.ANSWERED, [expected])


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (["moyens de la compétence 2", "et pour le GAT v1 ?", "et les résultats ?"], [f"{OLD}/C2/results/1"]),  # the one discussed
        (["moyens de la compétence 2", "et pour le GAT v1 ?", "et les résultats de la mienne ?"], [f"{CLOCK}/C2/results/1"]),
        (["moyens de la compétence 2", "et pour le GAT v1 ?", "quels résultats pour la compétence 3 ?"], [f"{OLD}/C3/results/1"]),
    ],
)
def test_a_certification_chosen_beside_the_dialogue_gives_way_to_the_one_discussed(
    turns: list[str], expected: list[str], assistant: Assistant
) -> None:
    assert cited(assistant.ask_turns(turns, certification=CLOCK)[-1]) == expected


@pytest.mark.parametrize("asked", ["et l'autre version ?", "et l'ancienne ?", "version précédente"])
def test_the_other_version_of_the_one_chosen_is_found(asked: str, assistant: Assistant) -> None:
    told = assistant.ask_turns(["moyens de la compétence 4", asked], certification=NEW)
    assert cited(told[-1]) == [f"{OLD}/C2/means/1"]


def test_two_certifications_discussed_are_asked_of_together(assistant: Assistant) -> None:
    answer = last(assistant, "moyens de la compétence 2 de l'horloger", "même chose pour le GAT v1", "et les résultats, chez les deux ?")
    assert cited(answer) == [f"{OLD}/C2/results/1", f"{CLOCK}/C2/results/1"]


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (["moyens de la compétence 3 de l'horloger", "compétences de ce bloc"], [f"{CLOCK}/B2", f"{CLOCK}/C3"]),
        (["moyens de la compétence 3 de l'horloger", "et dedans, quelles compétences ?"], [f"{CLOCK}/B2", f"{CLOCK}/C3"]),
        (
            ["moyens de la compétence 2 de l'horloger", "il a combien de compétences ?"],  # all of them, whatever was discussed
            [f"{CLOCK}/{place}" for place in ("B1", "C1", "C2", "B2", "C3")],
        ),
        (
            ["moyens de la compétence 2 de l'horloger", "quelles sont les compétences de l'horloger ?"],
            [f"{CLOCK}/{place}" for place in ("B1", "C1", "C2", "B2", "C3")],
        ),
        (["bloc 2 de l'horloger", "quelles sont les compétences ?"], [f"{CLOCK}/B2", f"{CLOCK}/C3"]),
    ],
)
def test_a_list_is_that_of_the_block_or_of_the_certification(turns: list[str], expected: list[str], assistant: Assistant) -> None:
    assert cited(last(assistant, *turns)) == expected


@pytest.mark.parametrize("asked", ["l'autre version ?", "et dans l'autre version ?"])
def test_a_version_that_is_not_there_is_said_and_the_dialogue_goes_on(asked: str, assistant: Assistant) -> None:
    told = assistant.ask_turns(["moyens de la compétence 2 de l'horloger", asked, "et les résultats ?"])
    assert told[1].answer.startswith("Une seule version de cette certification est en mémoire.")
    assert cited(told[2]) == [f"{CLOCK}/C2/results/1"]


def test_how_it_is_proved_asks_for_the_proofs_of_what_was_discussed(assistant: Assistant) -> None:
    means = "moyens de la compétence 2 de l'horloger"
    asked, meant = last(assistant, means, "ça se prouve comment ?"), last(assistant, means, "quelles preuves ?")
    assert cited(asked) == cited(meant)
    assert asked.advice == meant.advice


@pytest.mark.parametrize("asked", ["Que faut-il savoir faire pour l'horloger ?", "Qu'est-ce que demande le CQPM horloger ?"])
def test_what_a_certification_asks_is_its_competences(asked: str, assistant: Assistant) -> None:
    places = [f"{CLOCK}/{place}" for place in ("B1", "C1", "C2", "B2", "C3")]
    assert cited(last(assistant, asked))[: len(places)] == places


def test_both_versions_of_what_was_discussed(assistant: Assistant) -> None:
    answer = last(assistant, "moyens de la compétence 4 du GAT", "les deux versions stp")
    assert cited(answer) == [f"{NEW}/C4/means/1", f"{OLD}/C2/means/1"]


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        # a place of its own is not looked for in the competence discussed before
        (["moyens de la compétence 1 de l'horloger", "ses missions ?"], [f"{CLOCK}/S1/1"]),
        (["moyens de la compétence 1 de l'horloger", "et le bloc 2 ?"], [f"{CLOCK}/B2", f"{CLOCK}/C3"]),
        (["bloc 1 de l'horloger", "et le bloc 2 ?"], [f"{CLOCK}/B2", f"{CLOCK}/C3"]),
        (["bloc 1 de l'horloger", "et le suivant ?"], [f"{CLOCK}/B2", f"{CLOCK}/C3"]),
        (["bloc 2 de l'horloger", "et le précédent ?"], [f"{CLOCK}/B1", f"{CLOCK}/C1", f"{CLOCK}/C2"]),
        (["bloc 2 de l'horloger", "et le 1 ?"], [f"{CLOCK}/B1", f"{CLOCK}/C1", f"{CLOCK}/C2"]),
    ],
)
def test_blocks_are_stepped_through(turns: list[str], expected: list[str], assistant: Assistant) -> None:
    assert cited(last(assistant, *turns)) == expected


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (["moyens de la compétence 3 de l'horloger", "et la suivante ?"], "C'était déjà la dernière compétence"),
        (["moyens de la compétence 1 de l'horloger", "et la précédente ?"], "C'était déjà la première compétence"),
        (["bloc 2 de l'horloger", "et le suivant ?"], "C'était déjà le dernier bloc"),
        (["bloc 1 de l'horloger", "et le précédent ?"], "C'était déjà le premier bloc"),
        (["moyens de la compétence 1 de l'horloger", "et la 9 ?"], "il n'y a pas de compétence 9"),
    ],
)
def test_a_step_beyond_the_edge_is_said(turns: list[str], said: str, assistant: Assistant) -> None:
    answer = last(assistant, *turns)
    assert answer.status == Status.NOT_FOUND
    assert said in answer.answer


def test_oui_takes_up_the_first_suggestion(assistant: Assistant) -> None:
    first, memory = assistant.ask("moyens de la compétence 1 de l'horloger")
    assert "résultats" in first.suggestions[0]
    for agreed in ("oui", "d'accord", "Vas-y !"):
        assert cited(assistant.ask(agreed, memory=memory)[0]) == [f"{CLOCK}/C1/results/1"]


def test_a_new_subject_leaves_the_competence_behind(assistant: Assistant) -> None:
    answer = last(assistant, "moyens de la compétence 1 de l'horloger", "Quels verres noirs cachent la couleur, dans le GAT ?")
    assert cited(answer)[0] == f"{NEW}/C1/means/1"


@pytest.mark.parametrize("aside", ["merci", "bonjour", "combien ça coûte ?", "tu es qui ?"])
def test_an_aside_leaves_the_memory_untouched(aside: str, assistant: Assistant) -> None:
    _, memory = assistant.ask("moyens de la compétence 1 de l'horloger")
    answer, after = assistant.ask(aside, memory=memory)
    assert answer.status == Status.OUT_OF_SCOPE
    assert after is memory


def test_a_false_number_offers_new_suggestions_and_keeps_the_rest(assistant: Assistant) -> None:
    _, memory = assistant.ask("moyens de la compétence 2 de l'horloger")
    answer, after = assistant.ask("compétence 9 ?", memory=memory)
    assert after == Memory(memory.reading, answer.suggestions, memory.cited)


def test_an_ellipsis_without_a_turn_before_is_unclear(assistant: Assistant) -> None:
    assert assistant.ask("et les moyens ?")[0].status == Status.AMBIGUOUS


def test_a_competence_without_counterpart_is_said_to_have_none(assistant: Assistant) -> None:
    answer = last(assistant, "méthodes de la compétence 2 du GAT", "et dans l'ancienne version ?")  # « Former un panel »: new in v2
    assert answer.status == Status.NOT_FOUND


def test_the_number_is_kept_over_short_turns(assistant: Assistant) -> None:
    answer = last(assistant, "moyens de la compétence 2 du GAT", "et les résultats ?", "même question pour l'horloger")
    assert cited(answer) == [f"{CLOCK}/C2/results/1"]


def test_a_false_premise_puts_no_competence_in_mind(assistant: Assistant) -> None:
    _, memory = assistant.ask("compétence 9 de l'horloger")
    assert memory.reading.competences == ()
