"""Nothing that a document or a person writes becomes Markdown, whatever it holds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Citation
from assistant.draft import cell_quotation, quotation
from assistant.french import typeset
from assistant.ui.markdown import WORD_JOINER, answer_markdown, escape, escape_line, prose


def read_back(markdown: str) -> str:
    """What a Markdown reader shows of escaped text: hard breaks are lines, a backslash gives the sign after it."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown.replace("  \n", "\n")).replace(WORD_JOINER, "")


@given(st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" \n<>&*_[]()$:-#`|~!@")))
def test_escaped_text_reads_back_and_leaves_no_sign_bare(text: str) -> None:
    escaped = escape(text)
    assert read_back(escaped) == "\n".join(line.strip() for line in text.split("\n"))
    assert not re.search(r"(?<!\\)[!-/:-@\[\]^-`{-~]", re.sub(r"\\\\", "", escaped))


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("voir https://exemple.test", "https://"),
        ("voir www.exemple.test", "www."),
        ("écrire à jean@exemple.test", "jean@"),
        ("un :smile: ici", ":smile"),
        ("un :material/home: ici", ":material"),
        ("a -> b", "->"),
        ("a <-> b", "<->"),
        ("a -- b", "--"),
        ("a >= b", ">="),
    ],
)
def test_what_streamlit_rewrites_after_parsing_is_kept_apart(text: str, broken: str) -> None:
    escaped = escape(text)
    assert broken not in escaped.replace("\\", "")
    assert read_back(escaped) == text


def test_a_label_is_one_line_and_keeps_no_break_spaces() -> None:
    assert escape_line("deux\n lignes\u00a0?") == "deux lignes\u00a0\\?"


def test_own_prose_gets_its_no_break_spaces() -> None:
    assert typeset("« Ceci » : oui ; non ?") == "«\u00a0Ceci\u00a0»\u00a0: oui\u00a0; non\u00a0?"
    assert prose("Quoi ? <b>") == "Quoi\u00a0\\? \\<b\\>"


def test_quotations_are_literal_and_what_is_around_them_is_kept() -> None:
    text = "<b>gras</b> et *étoile*\n- $a$ [lien](http://x.test)"
    citation = Citation(passage="c/C1/means/1", certification="c", text=text, document="c.md")
    answer = f"**Compétence 1 : <i>titre</i>**\n\n*Moyens utilisés*\n\n- {quotation(text, 1)}"
    assert answer_markdown(answer, [citation]).split("\n") == [
        "**Compétence 1\u00a0\\: \\<i\\>titre\\<\\/i\\>**",
        "",
        "*Moyens utilisés*",
        "",
        "- «\u00a0\\<b\\>gras\\<\\/b\\> et \\*étoile\\*  ",
        f"  \\- \\$a\\$ \\[lien\\]\\(http{WORD_JOINER}\\:\\/\\/x\\.test\\)\u00a0» [1]",
    ]


TABLE = [
    "| Partie | Compétence 1 — <i>titre</i> |",
    "| --- | --- |",
    f"| *Moyens* | {cell_quotation('un *mot*', 1)} |",
    f"|  | {cell_quotation('a | b <b>' + chr(10) + '- $c$', 2)} |",
]


def citation(text: str) -> Citation:
    return Citation(passage="c/C1/means/1", certification="c", text=text, document="c.md")


def test_a_table_of_ours_stays_one_and_what_its_cells_hold_is_literal() -> None:
    shown = answer_markdown("\n".join(["Voici :", "", *TABLE, "", "Fin."]), [citation("un *mot*"), citation("a | b <b>\n- $c$")])
    assert shown.split("\n") == [
        "Voici\u00a0\\:",
        "",
        "| Partie | Compétence 1 — \\<i\\>titre\\<\\/i\\> |",
        "| --- | --- |",
        "| *Moyens* | «\u00a0un \\*mot\\*\u00a0» [1] |",
        "|  | «\u00a0a \\| b \\<b\\> \\- \\$c\\$\u00a0» [2] |",
        "",
        "Fin\\.",
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "| a | b |",  # no rule
        "| a | b |\n| --- |\n| c | d |",  # a rule of another width
        "mot\n| a | b |\n| --- | --- |\n| c | d |",  # no empty line before
        "\n  | a | b |\n  | --- | --- |\n  | c | d |",  # indented, as the second line of a quotation is
        "\n|a|b|\n|---|---|\n|c|d|",  # not as our engines write
        "\n| a | b |\n| :-- | --- |\n| c | d |",
    ],
)
def test_what_only_looks_like_a_table_is_text(typed: str) -> None:
    assert "|" not in answer_markdown(typed, []).replace("\\|", "")


def test_the_words_of_a_document_or_a_person_make_no_table() -> None:
    """Rows typed in a question or printed in a referential stand in a quotation, or in a label: no cell of theirs is ever made."""
    words = "| a | b |\n| --- | --- |\n| c | d |"
    for shown in (answer_markdown(f"- {quotation(words, 1)}", [citation(words)]), escape(words), escape_line(words), prose(words)):
        assert "|" not in shown.replace("\\|", "")
    in_cell = answer_markdown(f"| A | B |\n| --- | --- |\n| {cell_quotation(words, 1)} |  |", [citation(words)]).split("\n")
    assert in_cell[2].replace("\\|", "").count("|") == 3  # two cells, as written by us


@given(st.lists(st.text("ab|-:* \\<[$", max_size=8).filter(str.strip), min_size=1, max_size=4))
def test_wild_words_never_change_the_shape_of_a_table(quoted: list[str]) -> None:
    answer = "\n".join(["| A | B |", "| --- | --- |", *(f"| {cell_quotation(text, n)} | x |" for n, text in enumerate(quoted, 1))])
    lines = answer_markdown(answer, [citation(text) for text in quoted]).split("\n")
    assert len(lines) == 2 + len(quoted)
    assert {line.replace("\\\\", "").replace("\\|", "").count("|") for line in lines} == {3}


def test_a_mark_made_of_private_characters_shows_nothing() -> None:
    assert answer_markdown("avant \ue0007\ue001 après", []) == "avant  après"
