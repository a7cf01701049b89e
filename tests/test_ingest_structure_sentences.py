"""Sentences and statements: where a text is cut, and that no word is lost or moved wherever it is cut."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.elements import Paragraph
from ingest.model import Source
from ingest.readers.inline import fold, split_marker
from ingest.structure.sentences import sentences, span, statements

PLACE = Source(document="vol.md", lines=(1, 1))

# fmt: off
_PIECE = st.sampled_from([
    "Le vent", "souffle", "Il tourne", "la toile", "ou", "et", ".", "...", "…", "?", ":", ";", ",", "(", ")", "«", "»", "- un", "-deux",
    "• trois", "1. quatre", "art.", "M.", "etc.", "ISO 9001", "l'été", "\n", "Leur", "cf.", "A", "œuvre", "-5 °C", "p. 3",
])
# fmt: on
TEXT = st.lists(_PIECE | st.text(max_size=4), min_size=1, max_size=12).map(" ".join)


def squeezed(texts: list[str]) -> str:
    return re.sub(r"\s", "", "".join(texts))


def cut(*paragraphs: str) -> list[str]:
    """The statements of unmarked and marked paragraphs, as a reader would give them."""
    return [s.verbatim for s in statements(Paragraph(split_marker(p)[1], PLACE, split_marker(p)[0], int(bool(split_marker(p)[0]))) for p in paragraphs)]


@given(TEXT)
def test_sentences_lose_nothing_but_white_space(text: str) -> None:
    assert squeezed(sentences(text)) == squeezed([text])


@given(st.lists(st.tuples(st.sampled_from(["", "", "• ", "- ", "2. "]), TEXT.map(fold).filter(bool), st.integers(0, 3)), max_size=6), st.booleans())
def test_statements_keep_every_character_once_and_in_order(drawn: list[tuple[str, str, int]], split: bool) -> None:
    paragraphs = [Paragraph(text, PLACE, marker, depth) for marker, text, depth in drawn]
    read = [s.verbatim for s in statements(paragraphs, split=split)]
    assert squeezed(read) == squeezed([p.marker + p.text for p in paragraphs])
    assert all(text.strip() for text in read)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le vent tourne. La toile bat.", ["Le vent tourne.", "La toile bat."]),
        ("Le vent tourne... La toile bat…", ["Le vent tourne...", "La toile bat…"]),
        ("Le vent tourne. Il forcit.", ["Le vent tourne. Il forcit."]),
        ("La toile (lin. Soie.) bat. Le fil casse.", ["La toile (lin. Soie.) bat.", "Le fil casse."]),
        ("Voir art. Douze et M. Dupont. Fin", ["Voir art. Douze et M. Dupont.", "Fin"]),
        ("Il dit : « Vole ! » Puis rien. Elle part", ["Il dit : « Vole ! »", "Puis rien. Elle part"]),
        ("Le vol est sûr. (vent, pluie...)", ["Le vol est sûr. (vent, pluie...)"]),
        ("Version 2.0 du plan", ["Version 2.0 du plan"]),
        ("", []),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_list_belongs_to_its_lead_in_and_ends_with_ordinary_text() -> None:
    assert cut("Il faut :", "• la toile", "• le fil", "Le vent est mesuré.") == ["Il faut :\n• la toile\n• le fil", "Le vent est mesuré."]


def test_items_without_a_lead_in_stand_alone() -> None:
    assert cut("Le vent est mesuré.", "- la toile", "- le fil") == ["Le vent est mesuré.", "- la toile", "- le fil"]


def test_the_rest_of_a_cut_sentence_or_item_is_joined_to_it() -> None:
    assert cut("La toile est", "ourlée.", "Il faut :", "- le fil", "de lin", "- la toile,", "blanche") == [
        "La toile est ourlée.",
        "Il faut :\n- le fil de lin\n- la toile, blanche",
    ]


def test_a_lone_connector_opens_what_follows() -> None:
    assert cut("Le vent est mesuré", "ou", "Le vent est estimé.") == ["Le vent est mesuré", "ou Le vent est estimé."]


def test_the_place_of_a_statement_covers_its_list() -> None:
    def at(line: int, text: str, marker: str = "") -> Paragraph:
        return Paragraph(text, Source(document="vol.md", lines=(line, line)), marker, int(bool(marker)))

    (read,) = statements([at(3, "Il faut :"), at(4, "la toile", "- "), at(6, "le fil", "- ")])
    assert read.source.lines == (3, 6)
    assert [item.source.lines for item in read.items] == [(4, 4), (6, 6)]


def test_a_place_over_two_pages_is_the_first() -> None:
    first, last = Source(document="vol.pdf", page=1, lines=(9, 9)), Source(document="vol.pdf", page=2, lines=(1, 1))
    assert span(first, last) == first


@pytest.mark.parametrize(
    "hostile",
    ["." * 100_000, ". ) " * 30_000, "art. Art. " * 20_000, "(A. B " * 20_000, "a" + " " * 100_000 + "b", "x : " + "- a, " * 20_000, "\n".join(["mot"] * 30_000)],
)
def test_hostile_text_is_cut_whole(hostile: str) -> None:
    """Quadratic steps took minutes on each of these: a second for all of them together is what they should take."""
    assert squeezed([s.verbatim for s in statements([Paragraph(fold(hostile), PLACE)])]) == squeezed([hostile])
