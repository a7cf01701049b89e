"""« Évaluer », run without a browser: drafted, reviewed item by item, taken away; only what was accepted goes out."""

from __future__ import annotations

from pathlib import Path

import pytest
from opening import APP, open_page
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button
from telling import BAKER

from assistant.drafting.exports.files import export_bytes
from assistant.drafting.items import Choice, Kind, Status
from assistant.drafting.workshop import Workshop
from ingest.errors import AcquisError

PAGE = "assistant/ui/drafting.py"


@pytest.fixture
def page(stocked: Path) -> AppTest:
    app = open_page(PAGE)
    app.selectbox[0].set_value(BAKER).run()
    return app


def draft(page: AppTest, kind: Kind = Kind.INTERVIEW, competences: tuple[int, ...] = (1,), count: int | None = 3) -> AppTest:
    page.selectbox[1].set_value(kind)
    page.multiselect[0].set_value(list(competences))
    page.number_input[0].set_value(count)
    button(page, "Rédiger").click().run()
    assert not page.exception
    return page


def workshop(page: AppTest) -> Workshop:
    found = page.session_state["workshop"]
    assert isinstance(found, Workshop)
    return found


def words(page: AppTest) -> str:
    shown = [*page.markdown, *page.caption, *page.error, *page.info, *page.header]
    return "\n".join(str(element.value) for element in shown).replace("\\", "").replace("**", "").replace("\u00a0", " ")


def button(page: AppTest, label: str) -> Button:
    return next(b for b in page.button if label in b.label.replace("\u00a0", " "))


def labels(page: AppTest) -> list[str]:
    return [b.label.replace("\u00a0", " ") for b in page.button]


def test_exactly_what_is_asked_is_drafted_and_nothing_is_accepted_for_the_trainer(page: AppTest) -> None:
    draft(page)
    drafted = workshop(page).drafted
    assert [item.status for item in drafted.items] == [Status.PROPOSED] * 3
    assert {number for item in drafted.items for number in item.competences} == {1}
    for item in drafted.items:
        assert item.text.replace("\u00a0", " ") in words(page)
    assert "Rien n'est encore accepté" in words(page)
    assert not page.download_button


def test_no_list_offers_streamlit_s_english_select_all(page: AppTest) -> None:
    assert [box.proto.select_all for box in page.multiselect] == [0, 0]


def test_items_are_accepted_rejected_and_taken_back_one_by_one(page: AppTest) -> None:
    draft(page)
    button(page, "Accepter le n° 1").click().run()
    button(page, "Rejeter le n° 2").click().run()
    statuses = [item.status for item in workshop(page).drafted.items]
    assert statuses == [Status.ACCEPTED, Status.REJECTED, Status.PROPOSED]
    kept = workshop(page).to_export()
    assert [item.id for item in kept.items] == [workshop(page).drafted.items[0].id]
    button(page, "Accepter le n° 2").click().run()
    assert workshop(page).drafted.items[1].status == Status.ACCEPTED
    button(page, "Accepter l'élément à relire").click().run()
    assert not workshop(page).waiting
    assert not any("à relire" in label for label in labels(page))


def test_an_edited_item_is_kept_in_the_trainer_s_words(page: AppTest) -> None:
    draft(page)
    text = next(area for area in page.text_area if area.label == "Texte")
    text.set_value("Parlez-moi de la pesée.")
    button(page, "Enregistrer et accepter").click().run()
    item = workshop(page).drafted.items[0]
    assert (item.text, item.status) == ("Parlez-moi de la pesée.", Status.EDITED)
    assert b"Parlez-moi de la pes" in export_bytes(workshop(page).to_export(), ".md")
    assert "Modifié, accepté" in " ".join(str(badge.proto.body) for badge in page.markdown)


def test_an_empty_text_is_said_in_a_sentence_and_changes_nothing(page: AppTest) -> None:
    draft(page)
    before = workshop(page)
    next(area for area in page.text_area if area.label == "Texte").set_value("  ")
    button(page, "Enregistrer et accepter").click().run()
    assert "ne peut pas être vide" in page.error[0].value
    assert workshop(page) == before


def test_a_multiple_choice_question_keeps_one_right_answer(page: AppTest) -> None:
    draft(page, Kind.CHOICE, (), 1)
    item = workshop(page).drafted.items[0]
    right = next(rank for rank, choice in enumerate(item.choices) if choice.correct)
    other = "ABCD"[(right + 1) % len(item.choices)]
    page.radio[0].set_value(other)
    button(page, "Enregistrer et accepter").click().run()
    edited = workshop(page).drafted.items[0]
    assert [choice.correct for choice in edited.choices].index(True) == "ABCD".index(other)
    assert edited.expected == (edited.choices["ABCD".index(other)].text,)


def test_what_no_item_covers_is_shown_and_changes_with_the_review(page: AppTest) -> None:
    draft(page, count=None)
    drafted = workshop(page).drafted
    assert drafted.coverage.missing == ()
    assert "Critères qu'aucun élément" not in " ".join(expander.label for expander in page.expander)
    button(page, "Rejeter le n° 1").click().run()
    missing = workshop(page).drafted.coverage.missing
    assert missing
    title = f"Critères qu'aucun élément proposé ne couvre ({len(missing)})"
    assert title in [expander.label for expander in page.expander]
    assert f"« {' '.join(missing[0].text.split())} »" in words(page)


def test_the_six_formats_are_offered_and_hold_only_what_was_accepted(page: AppTest) -> None:
    draft(page)
    button(page, "Accepter le n° 2").click().run()
    assert [b.label for b in page.download_button] == [
        "Télécharger en Word (.docx)",
        "Télécharger en Excel (.xlsx)",
        "Télécharger en CSV (.csv)",
        "Télécharger en Markdown (.md)",
        "Télécharger en XML Moodle (.xml)",
        "Télécharger en GIFT (.gift)",
    ]
    one, two, _ = (item.id for item in workshop(page).drafted.items)
    moodle = export_bytes(workshop(page).to_export(), ".xml").decode()
    assert two in moodle
    assert one not in moodle


def test_a_review_survives_another_page(page: AppTest) -> None:
    draft(page)
    button(page, "Accepter le n° 1").click().run()
    page.switch_page("assistant/ui/about.py").run().switch_page(PAGE).run()
    assert workshop(page).drafted.items[0].status == Status.ACCEPTED
    assert page.multiselect[0].value == [1]
    assert page.number_input[0].value == 3
    assert page.download_button


def test_too_many_is_said_in_a_sentence(page: AppTest) -> None:
    draft(page, count=400)
    assert "au plus, et 400 sont demandés" in words(page)


def test_without_a_certification_the_page_says_what_to_do(page: AppTest) -> None:
    page.selectbox[0].set_value("").run()
    assert "Choisissez la certification à évaluer." in page.info[0].value


def test_what_a_trainer_types_is_shown_and_never_obeyed(page: AppTest) -> None:
    draft(page)
    next(area for area in page.text_area if area.label == "Texte").set_value("<script>alert(1)</script> **gras**")
    button(page, "Enregistrer et accepter").click().run()
    shown = next(markdown.value for markdown in page.markdown if "alert" in markdown.value)
    assert "<script>" not in shown
    assert "\\*\\*gras" in shown


def test_a_question_with_two_right_answers_is_refused(page: AppTest) -> None:
    draft(page, Kind.CHOICE, (), 1)
    item = workshop(page).drafted.items[0]
    both = [Choice(text=choice.text, correct=True, feedback="") for choice in item.choices]
    with pytest.raises(AcquisError, match="une seule juste"):
        workshop(page).edit(item.id, item.text, (), both)


def test_the_example_of_the_first_page_is_drafted(stocked: Path) -> None:
    app = AppTest.from_file(str(APP), default_timeout=120).run()
    app.button(key="example-evaluer").click().run()
    assert not app.exception
    assert [title.value for title in app.title] == ["Évaluer"]
    assert workshop(app).drafted.items


def test_a_long_set_is_shown_some_at_a_time(page: AppTest) -> None:
    draft(page, Kind.GRID, (), 24)
    assert [label for label in labels(page) if label.startswith("Accepter le n°")][-1] == "Accepter le n° 20"
    next(box for box in page.number_input if box.label == "Page, de 1 à 2").set_value(2).run()
    button(page, "Accepter le n° 21").click().run()
    assert [item.status for item in workshop(page).drafted.items].index(Status.ACCEPTED) == 20
    button(page, "Accepter les 23 éléments à relire").click().run()
    assert len(workshop(page).to_export().items) == 24
