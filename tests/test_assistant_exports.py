"""Conversations as Markdown and Word files: what is quoted stands apart with its place, nothing becomes markup."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from conftest import INVENTED
from docx.document import Document

from assistant.answer import Answer, Citation, Status
from assistant.conversations import Conversation, Conversations
from assistant.draft import cell_quotation, quotation
from assistant.exchange import Exchange
from assistant.exports.content import Paragraph, Quote, Run, Table, Transcript, file_name, transcript
from assistant.exports.markdown import literal, to_markdown
from assistant.exports.word import ADVICE, PLACE, to_word
from assistant.french import long_date, short_date
from assistant.library import Library
from assistant.service import Assistant

WEIGHED = "La balance est tarée avant chaque pesée."
PLACE_LINE = "[1] Boulanger de nuit (édition d'essai) — compétence 1, moyens utilisés — l. 30 — cqpm-boulanger-de-nuit.md"
HOSTILE = "<b>gras</b> *étoile* [lien](http://x.test) `code` | $a$\x00\n# titre\n- tiret"


@pytest.fixture
def library(home: Path) -> Library:
    library = Library(home)
    library.ingest([INVENTED])
    return library


def kept(library: Library, *exchanges: Exchange) -> Conversation:
    store = Conversations(library.home)
    conversation_id = store.start(exchanges[0])
    for exchange in exchanges[1:]:
        store.append(conversation_id, exchange)
    return store.load(conversation_id)


@pytest.fixture
def weighing(library: Library) -> Transcript:
    """One question answered with one citation, advice added."""
    answer, _ = Assistant(library).ask("Quels sont les moyens de la compétence 1 du boulanger de nuit ?")
    answer = answer.model_copy(update={"advice": ("Apportez : une photo.",)})
    return transcript(kept(library, Exchange("Quels moyens ?", answer)), library.shelf)


def read(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def lines(document: Document, style: str) -> list[str]:
    return [paragraph.text.replace("\u00a0", " ") for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == style]


def answered(library: Library, text: str, *quoted: str) -> Transcript:
    """A transcript of an answer of this text, with citations of a place that is not in store."""
    citations = tuple(Citation(passage="c/C1/means/1", certification="c", competence=1, text=words, document="c.md") for words in quoted)
    answer = Answer(status=Status.ANSWERED, answer=text, citations=citations)
    return transcript(kept(library, Exchange("Question ?", answer)), library.shelf)


def test_markdown_sets_quotations_and_advice_apart(weighing: Transcript) -> None:
    text = to_markdown(weighing).replace("\u00a0", " ")
    assert text.startswith("# Quels moyens ?\n\n*Conversation avec Acquis, ")
    assert "## Quels moyens ?\n\n*Compris : moyens utilisés de la compétence 1 — Boulanger de nuit (édition d'essai)*" in text
    assert f"> « {WEIGHED} »\n>\n> — {PLACE_LINE}" in text
    assert "---\n\n**Conseil :** Apportez : une photo.\n\n---" in text
    assert text.count(WEIGHED) == 1


def test_word_sets_quotations_and_advice_apart(weighing: Transcript) -> None:
    document = read(to_word(weighing))
    assert lines(document, "Title") == ["Quels moyens ?"]
    assert lines(document, "Heading 1") == ["Quels moyens ?"]
    assert lines(document, "Quote") == [f"« {WEIGHED} »"]
    assert lines(document, PLACE) == [f"— {PLACE_LINE}"]
    assert lines(document, ADVICE) == ["Conseil : Apportez : une photo."]
    assert document.core_properties.language == "fr-FR"
    assert document.core_properties.author == "Acquis"
    assert 'w:val="fr-FR"' in document.styles.element.xml


def test_a_whole_dialogue_is_exported(library: Library) -> None:
    assistant = Assistant(library)
    first, memory = assistant.ask("Quels sont les moyens de la compétence 1 du boulanger de nuit ?")
    second, _ = assistant.ask("et les résultats attendus ?", memory=memory)
    conversation = kept(library, Exchange("Un ?", first), Exchange("Deux ?", second), Exchange("Trois ?", error="Le serveur est arrêté."))
    document = read(to_word(transcript(conversation, library.shelf)))
    assert lines(document, "Heading 1") == ["Un ?", "Deux ?", "Trois ?"]
    assert "« La pâte est lisse et se décolle de la cuve. »" in lines(document, "Quote")
    assert "Le serveur est arrêté." in lines(document, "Normal")


def test_what_people_and_documents_write_stays_text(library: Library) -> None:
    answer = Answer(
        status=Status.ANSWERED,
        answer=f"- {quotation(HOSTILE, 1)}",
        citations=(Citation(passage="c/C1/means/1", certification="c", text=HOSTILE, document="<i>.md"),),
    )
    made = transcript(kept(library, Exchange(f"Question {HOSTILE}", answer)), library.shelf)
    document = read(to_word(made))
    assert lines(document, "Quote") == [f"« {HOSTILE.replace(chr(0), '')} »"]
    assert len(document.tables) == 0
    text = to_markdown(made)
    assert r"\<b\>gras\</b\> \*étoile\* [lien\](http://x.test) \`code\` \| $a$" in text
    assert "> \\# titre  \n> \\- tiret" in text
    assert "<b>" not in text
    assert [line for line in text.split("\n") if line.startswith("#")][1].startswith("## Question \\<b")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1. un", "1\\. un"),
        ("a_b & c", "a\\_b \\& c"),
        ("# x\n+ y\n= z", "\\# x  \n\\+ y  \n\\= z"),
        ("3,5 % [2]", "3,5 % [2]"),
        ("a\\*b", "a\\\\\\*b"),
    ],
)
def test_literal_markdown(text: str, shown: str) -> None:
    assert literal(text) == shown


def test_a_quotation_within_a_sentence_keeps_its_place_in_the_sources(library: Library) -> None:
    made = answered(library, f"Il faut {quotation('du sel', 1)} et « de l'eau » [2].", "du sel", "de l'eau froide")
    assert made.sections[0].blocks == (Paragraph((Run(f"Il faut {quotation('du sel', 1)} et «\u00a0de l'eau\u00a0» [2]."),)),)
    assert made.sections[0].sources == (
        Quote("", "[1] c — compétence 1 — c.md"),  # whole in the sentence
        Quote("de l'eau froide", "[2] c — compétence 1 — c.md"),
    )
    document = read(to_word(made))
    assert lines(document, "Quote") == ["« de l'eau froide »"]
    assert lines(document, PLACE) == ["[1] c — compétence 1 — c.md", "— [2] c — compétence 1 — c.md"]


def test_headings_lists_tables_and_emphasis(library: Library) -> None:
    text = (
        "## Titre\n\n**Gras** et *penché*, 2 * 3\n\n- un\n- deux\n\n1. premier\n\n| A | B |\n| --- | :-: |\n| « sel » [1] | **b** |\n\nFin"
    )
    made = answered(library, text, "sel")
    blocks = made.sections[0].blocks
    assert blocks[0] == Paragraph((Run("Titre"),), heading=True)
    assert blocks[1] == Paragraph((Run("Gras", bold=True), Run(" et "), Run("penché", italic=True), Run(", 2 * 3")))
    assert [block.marker for block in blocks[2:5] if isinstance(block, Paragraph)] == ["-", "-", "1."]
    assert blocks[5] == Table((((Run("A"),), (Run("B"),)), ((Run("«\u00a0sel\u00a0» [1]"),), (Run("b", bold=True),))))
    document = read(to_word(made))
    assert lines(document, "Heading 2") == ["Titre"]
    assert lines(document, "List Bullet") == ["un", "deux"]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [["A", "B"], ["«\u00a0sel\u00a0» [1]", "b"]]
    assert "- un\n- deux\n" in to_markdown(made)
    assert "| A | B |\n| --- | --- |\n| «\u00a0sel\u00a0» [1] | **b** |" in to_markdown(made)


def test_a_comparison_is_a_table_in_both_formats(library: Library) -> None:
    """A list quoted in a cell has its lines back, the headings stand on each page, and the sources name the places only."""
    listed = "Les pesées suivent :\n- la farine,\n- l'eau"
    text = f"| A | B |\n| --- | --- |\n| {cell_quotation('sel', 1)} | {cell_quotation(listed, 2)} |\n| — |  |"
    made = answered(library, text, "sel", listed)
    document = read(to_word(made))
    table = document.tables[0]
    assert [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows] == [
        ["A", "B"],
        ["« sel » [1]", f"« {listed} » [2]"],
        ["—", ""],
    ]
    assert [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows] == [True, False, False]
    assert all(run.bold for cell in table.rows[0].cells for run in cell.paragraphs[0].runs)
    assert [source.text for source in made.sections[0].sources] == ["", ""]
    assert "| « sel » [1] | « Les pesées suivent :<br>- la farine,<br>- l'eau » [2] |" in to_markdown(made).replace("\u00a0", " ")


def test_an_answer_compared_side_by_side_is_exported_as_it_was_shown(library: Library) -> None:
    answer, _ = Assistant(library).ask("Compare les moyens des compétences 1 et 3 du boulanger de nuit")
    table = read(to_word(transcript(kept(library, Exchange("Comparer ?", answer)), library.shelf))).tables[0]
    assert [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows] == [
        ["Compétence 1 : Préparer une pâte à pain", "Compétence 3 : Cuire une fournée"],
        [f"« {WEIGHED} » [1]", "« La pelle convient à la profondeur du four. » [2]"],
    ]


def test_steps_keep_their_numbers(library: Library) -> None:
    made = answered(library, f"1. {quotation('du sel', 1)}\n2. {quotation('de l' + chr(39) + 'eau', 2)}", "du sel", "de l'eau")
    assert [block.marker for block in made.sections[0].blocks if isinstance(block, Quote)] == ["1.", "2."]
    assert lines(read(to_word(made)), "Quote") == ["1. « du sel »", "2. « de l'eau »"]
    assert "> 2. « de l'eau »" in to_markdown(made).replace("\u00a0", " ")


def test_a_mark_made_of_private_characters_quotes_nothing(library: Library) -> None:
    assert answered(library, "avant \ue0007\ue001 après").sections[0].blocks == (Paragraph((Run("avant 7 après"),)),)


def test_the_reading_chosen_by_the_user_is_exported_as_understood(weighing: Transcript) -> None:
    other = replace(weighing, sections=(replace(weighing.sections[0], reading="résultats\u00a0: tous"),))
    assert "Compris : résultats : tous" in lines(read(to_word(other)), "Lecture")


def test_file_names_are_plain() -> None:
    assert file_name("Où est l'été ? <b> ../x", ".docx") == "conversation-ou-est-l-ete-b-x.docx"
    assert file_name("…", ".md") == "conversation.md"


def test_french_dates() -> None:
    moment = datetime(2026, 11, 1, 9, 5).astimezone()
    assert long_date(moment) == "dimanche 1er novembre 2026 à 9\u00a0h\u00a005"
    later = [datetime(2026, 11, day, 8, 0, tzinfo=UTC) for day in (1, 2, 3)]
    assert [short_date(moment, now) for now in later] == ["aujourd'hui à 9\u00a0h\u00a005", "hier à 9\u00a0h\u00a005", "le 01/11/2026"]
