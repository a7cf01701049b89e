"""Segments: exact offsets, bullets, sentences, clauses that tell one more thing done."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.mapping.segments import segments_of


def texts(told: str) -> list[str]:
    return [segment.text for segment in segments_of(told)]


def test_sentences_and_clauses_that_tell_one_more_deed_are_cut() -> None:
    assert texts("J'ai monté le tableau, puis je l'ai affiché au quai. Il sert encore !") == [
        "J'ai monté le tableau",
        "puis je l'ai affiché au quai.",
        "Il sert encore !",
    ]
    assert texts("Je relève les bains ; je préviens le chef de ligne.") == ["Je relève les bains", "je préviens le chef de ligne."]


def test_what_leads_in_stays_with_its_verb() -> None:
    assert texts("Après le changement de règles, j'ai refait le classeur.") == ["Après le changement de règles, j'ai refait le classeur."]
    assert texts("L'eau des bacs, je la mesure chaque matin.") == ["L'eau des bacs, je la mesure chaque matin."]


def test_bullets_are_segments_and_folded_lines_are_not_cut() -> None:
    told = "Mes tâches :\n- contrôle des pièces\n- accueil des\n  nouveaux venus\n1) Audits internes"
    assert texts(told) == ["Mes tâches :", "contrôle des pièces", "accueil des\n  nouveaux venus", "Audits internes"]


def test_abbreviations_decimals_and_quotations_do_not_end_a_sentence() -> None:
    assert texts("M. Durand (réf. 12.5) a signé. J'ai classé.") == ["M. Durand (réf. 12.5) a signé.", "J'ai classé."]
    assert texts("Je disais « Montre-moi. Encore. » au peintre.") == ["Je disais « Montre-moi. Encore. » au peintre."]


def test_a_blank_line_begins_a_group_and_places_are_handed_on() -> None:
    found = segments_of("J'ai trié.\n\nJ'ai rangé.", group=7, page=3, paragraph=12, heading="Mon poste")
    assert [(segment.group, segment.page, segment.paragraph, segment.heading) for segment in found] == [
        (7, 3, 12, "Mon poste"),
        (8, 3, 12, "Mon poste"),
    ]


def test_nothing_told_gives_nothing() -> None:
    assert texts("") == texts(" \n\n — … \n") == []


@given(st.text(alphabet="aéJ'’.;:!? \n-•«»,0puistj", max_size=200))
def test_offsets_are_exact_whatever_is_typed(told: str) -> None:
    last = 0
    for segment in segments_of(told):
        assert told[segment.start : segment.end] == segment.text
        assert segment.start >= last
        last = segment.end
    kept = "".join(segment.text for segment in segments_of(told))
    assert sum(c == "é" for c in kept) == sum(c == "é" for c in told)  # no letter is lost
