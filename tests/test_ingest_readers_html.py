"""HTML pages and the HTML inside Markdown: grids, headings, loose text, hostile markup; no printed word is lost."""

from __future__ import annotations

import pytest

from ingest.elements import Element, Heading, Table
from ingest.errors import DamagedDocument
from ingest.readers.grid import MAX_SPAN
from ingest.readers.html import read_html
from ingest.readers.markup import MAX_DEPTH
from ingest.readers.plain import PlainFile

Rows = list[list[list[str]]]


def elements(page: str) -> tuple[Element, ...]:
    return read_html(PlainFile("page.html", page, "0")).elements


def shown(page: str) -> list[object]:
    """Headings as (level, text), paragraphs as texts with their marks, tables as rows of cells of paragraphs."""
    return [_shown(element) for element in elements(page)]


def _shown(element: Element) -> object:
    if isinstance(element, Heading):
        return (element.level, element.text)
    return rows(element) if isinstance(element, Table) else element.marker + element.text


def rows(element: Element) -> Rows:
    assert isinstance(element, Table)
    return [[[p.marker + p.text for p in cell] for cell in row] for row in element.rows]


def table(content: str) -> Rows:
    (element,) = elements(f"<table>{content}</table>")
    return rows(element)


def test_headings_paragraphs_and_lists_come_in_order() -> None:
    page = "<h1>Le <em>vol</em></h1><p>Un vent<br>frais.</p><ul><li>la toile</li><li>le fil</li></ul><ol start='3'><li>nouer</li></ol><h3>Fin</h3>"
    assert shown(page) == [(1, "Le vol"), "Un vent\nfrais.", "- la toile", "- le fil", "3. nouer", (3, "Fin")]


def test_scripts_styles_and_navigation_are_left_out_and_what_follows_them_stays() -> None:
    page = "<head><title>x</title><style>p{}</style></head><body><nav>menu</nav>avant<p>Le vol<script>if (a < b) {}</script> continue.</p></body>"
    assert shown(page) == ["avant", "Le vol continue."]


def test_text_beside_blocks_is_one_paragraph_with_its_inline_elements() -> None:
    page = "<div>Le <b>voilier</b> coud <i>la</i> toile<p>puis le fil</p>et <a href='#'>plie</a>.</div>"
    assert shown(page) == ["Le voilier coud la toile", "puis le fil", "et plie."]


def test_an_inline_element_that_holds_blocks_does_not_glue_their_words() -> None:
    assert shown("<span><div>la toile</div><div>le fil</div></span>") == ["la toile", "le fil"]


def test_the_two_halves_of_a_word_are_not_torn_apart() -> None:
    assert shown("<p><b>En</b><b>semble</b> <b>nous</b><b>Volons</b></p>") == ["Ensemble\nnous\nVolons"]


def test_line_feeds_of_the_source_are_spaces() -> None:
    assert shown("<p>Le voilier\n     coud\n\tla toile.</p>") == ["Le voilier coud la toile."]


def test_a_text_outside_the_items_of_a_list_is_kept() -> None:
    assert shown("<ul>Il faut<li>le fil</li><p>et aussi</p><li>la toile</li></ul>") == ["Il faut", "- le fil", "et aussi", "- la toile"]


def test_each_element_knows_its_lines() -> None:
    page = "<html><body>\n<h1>Vol</h1>\n<p>Un vent\nfrais.</p>\n<table>\n<tr><td>a</td></tr>\n</table></body></html>"
    assert [element.source.lines for element in elements(page)] == [(2, 2), (3, 4), (5, 7)]


def test_spanned_cells_keep_their_text_in_their_first_row_and_column() -> None:
    assert table("<tr><td rowspan=2>A</td><td colspan=2>B</td></tr><tr><td>C</td><td>D</td></tr><tr><td>E</td></tr>") == [
        [["A"], ["B"], []],
        [[], ["C"], ["D"]],
        [["E"]],
    ]


def test_a_span_ends_with_its_rows_even_where_a_row_is_short() -> None:
    """B spans rows 1 and 2; row 2 has one cell and does not reach its column; row 3 is free of it."""
    assert table("<tr><td>A</td><td>-</td><td rowspan=2>B</td></tr><tr><td>C</td></tr><tr><td>D</td><td>E</td><td>F</td></tr>")[2] == [
        ["D"],
        ["E"],
        ["F"],
    ]


@pytest.mark.parametrize("span", ["100000", "9" * 5000, "²", "-3", "abc", "", "0"])
def test_a_hostile_span_neither_fails_nor_fills_the_memory(span: str) -> None:
    (row,) = table(f"<tr><td colspan='{span}'>A</td><td>B</td></tr>")
    assert [cell for cell in row if cell] == [["A"], ["B"]]
    assert len(row) <= MAX_SPAN + 1


def test_a_thousand_rows_of_hostile_spans_stay_small() -> None:
    grid = table(("<tr>" + "<td rowspan=60000 colspan=60000>x</td>" * 20 + "</tr>") * 100)
    assert sum(1 for row in grid for cell in row if cell) == 2000
    assert max(map(len, grid)) < 5000


def test_a_caption_and_a_list_in_a_cell_are_kept() -> None:
    page = "<table><caption>Tableau 1</caption><tr><th>Vent</th><td><p>Il faut :</p><ul><li>voir</li></ul></td></tr></table>"
    assert shown(page) == ["Tableau 1", [[["Vent"], ["Il faut :", "- voir"]]]]


def test_a_table_that_holds_tables_lays_out_the_page() -> None:
    page = "<table><tr><td>Menu</td><td><h2>Vol</h2><table><tr><td>A</td><td>B</td></tr></table>suite</td></tr></table>"
    assert shown(page) == ["Menu", (2, "Vol"), [[["A"], ["B"]]], "suite"]


def test_entities_and_control_characters() -> None:
    assert shown("<p>R&amp;D &eacute;t&#233; &lt;b&gt; a&#0;b&#1;c \x01d\x0ce</p>") == ["R&D été <b> abc d e"]


def test_a_doctype_cannot_define_entities() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;"><!ENTITY x SYSTEM "file:///etc/passwd">]><p>vol &d; &x; fin</p>'
    text = " ".join(map(str, shown(bomb)))
    assert "root:" not in text
    assert "vol" in text
    assert "fin" in text


def test_a_text_longer_than_the_limits_of_the_parser_is_whole() -> None:
    """libxml2 drops text nodes of more than ten million characters unless told otherwise."""
    (paragraph,) = elements("<p>" + "mot " * 2_600_000 + "fin</p>")
    assert not isinstance(paragraph, Table)
    assert len(paragraph.text) == 4 * 2_600_000 + 3


def test_unclosed_and_nested_markup_is_read_or_refused_never_cut() -> None:
    assert shown("<b>" * (MAX_DEPTH - 10) + "mot") == ["mot"]
    with pytest.raises(DamagedDocument, match="imbriquées"):
        elements("<div>" * 100_000 + "mot")
