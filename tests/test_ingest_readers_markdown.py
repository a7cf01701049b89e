"""Markdown: headings, lists, emphasis, and tables in their three spellings; what is not a mark stays."""

from __future__ import annotations

import pytest

from ingest.elements import Element, Heading, Table
from ingest.errors import DamagedDocument
from ingest.readers.emphasis import without_marks
from ingest.readers.markdown import read_markdown
from ingest.readers.plain import PlainFile


def elements(text: str) -> tuple[Element, ...]:
    return read_markdown(PlainFile("essai.md", text, "0")).elements


def shown(text: str) -> list[object]:
    """Headings as (level, text), paragraphs as texts with their marks, tables as rows of joined cells."""
    return [_shown(element) for element in elements(text)]


def _shown(element: Element) -> object:
    if isinstance(element, Heading):
        return (element.level, element.text)
    if isinstance(element, Table):
        return [[" / ".join(p.marker + p.text for p in cell) for cell in row] for row in element.rows]
    return element.marker + element.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Le **vol** ##", (2, "Le vol")),
        ("# Vol n° #1", (1, "Vol n° #1")),
        ("<h3 class='x'>Le <u>vol</u></h3>", (3, "Le vol")),
        ("Le vol\n======", (1, "Le vol")),
        ("#vol", "#vol"),
        ("Le vent\nest frais.", "Le vent est frais."),
        ("Le vent<br>est <i>frais</i>.", "Le vent est frais."),
        ("Voir <https://exemple.fr/vol> ou <vent@exemple.fr>.", "Voir https://exemple.fr/vol ou vent@exemple.fr."),
        ("Le <Nom du candidat> vole par < 5 nœuds <!-- note -->.", "Le <Nom du candidat> vole par < 5 nœuds ."),
        ("Norme 9001\\_2015 et \\<b\\> R\\&D", "Norme 9001_2015 et <b> R&D"),
    ],
)
def test_one_line_of_text(text: str, expected: object) -> None:
    assert shown(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**gras** et *italique* et _souligné_ et ***les deux***", "gras et italique et souligné et les deux"),
        ("**gras *et italique***", "gras et italique"),
        ("***a* b**", "a b"),
        ("catégorie C* et 3 * 4 * 5", "catégorie C* et 3 * 4 * 5"),
        ("mot_cle_long et __init__", "mot_cle_long et init"),
        ("(*) facultatif, voir (*)", "(*) facultatif, voir (*)"),
        ("\\*note\\*", "*note*"),
        ("2 ** 3 ****", "2 ** 3 ****"),
    ],
)
def test_only_emphasis_is_taken_off(text: str, expected: str) -> None:
    assert without_marks(text) == expected


def test_lists_keep_their_marks_and_depths_and_may_be_indented_by_tabs() -> None:
    read = elements("- un\n  - deux\n\t- trois\n1. quatre\n2) cinq\n- • six")
    assert [(p.marker, p.text, p.depth) for p in read if not isinstance(p, (Heading, Table))] == [
        ("- ", "un", 1),
        ("- ", "deux", 2),
        ("- ", "trois", 3),
        ("1. ", "quatre", 1),
        ("2) ", "cinq", 1),
        ("• ", "six", 1),
    ]


def test_rules_and_separators_say_nothing() -> None:
    assert shown("---\n\n* * *\n\nmot") == ["mot"]


def test_a_tab_table_goes_over_blank_lines_and_separators_and_ends_with_a_line_of_text() -> None:
    assert shown("A\tB\n--\t--\n\n<b>c</b>\t\n\n\td\nTexte") == [[["A", "B"], ["c", ""], ["", "d"]], "Texte"]


@pytest.mark.parametrize(
    "table",
    ["| A | B \\| C |\n|---|:-:|\n| d | <p>e</p><p>f</p> |", "A | B \\| C\n--- | ---\nd | <p>e</p><p>f</p>"],
)
def test_a_piped_table_with_or_without_outer_bars(table: str) -> None:
    assert shown(f"{table}\n\nTexte") == [[["A", "B | C"], ["d", "e / f"]], "Texte"]


def test_bars_in_a_sentence_make_no_table() -> None:
    assert shown("Le vol | la nuit\nest long.") == ["Le vol | la nuit est long."]


def test_an_html_table_and_the_text_around_it() -> None:
    text = "Avant\n<table><caption>T</caption>\n<tr><td rowspan=2>a</td><td>b\n c</td></tr>\n<tr><td>d</td></tr>\n</table> après R&amp;D <b>fin</b>\n\nTexte"
    assert shown(text) == ["Avant", "T", [["a", "b c"], ["", "d"]], "après R&D", "fin", "Texte"]
    table = elements(text)[2]
    assert table.source.lines == (2, 6)


def test_nested_tables_are_not_read_twice_and_words_are_not_glued() -> None:
    text = "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td></tr></table>\nTexte"
    assert shown(text) == [[["a / b / c"]], "Texte"]


def test_a_table_left_open_does_not_swallow_the_document() -> None:
    assert shown("<table><tr><td>a</td></tr>\n\n# Titre\n\nTexte") == [[["a"]], (1, "Titre"), "Texte"]


def test_lines_are_those_of_an_editor() -> None:
    """A form feed or a line separator inside a line does not begin one."""
    read = elements("un\x0c\n\ndeux\u2028trois\n\nquatre")
    assert [(element.source.lines, element.text) for element in read if not isinstance(element, Table)] == [
        ((1, 1), "un"),
        ((3, 3), "deux trois"),
        ((5, 5), "quatre"),
    ]


def test_markup_nested_without_end_is_refused() -> None:
    with pytest.raises(DamagedDocument, match="imbriquées"):
        elements("a\t" + "<b>" * 100_000 + "mot")
