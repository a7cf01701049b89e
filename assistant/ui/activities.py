"""The page where a candidate tells what they did: what it shows, what is missing, which proofs to gather."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import streamlit as st

from assistant.activities.examples import example_story
from assistant.activities.files import text_in
from assistant.activities.story import MAX_CHARACTERS, Story
from assistant.french import typeset
from assistant.ui.chosen import choose
from assistant.ui.inquiry import sentence
from assistant.ui.journeys import take_example
from assistant.ui.markdown import prose
from assistant.ui.pages import ACTIVITIES
from assistant.ui.state import desk, open_assistant, shown_errors
from assistant.ui.stories import forget, keep, open_story
from assistant.ui.style import apply_style
from assistant.ui.told import show_reading
from assistant.ui.uploads import keep_in

_TYPED, _PROBLEM = "told_typed", "told_problem"


def main() -> None:
    """What is told above, what it shows below."""
    with shown_errors():
        apply_style()
        library = open_assistant().library
        st.title("Mes activités", anchor=False)
        st.markdown(
            typeset(
                "Racontez ce que vous avez fait **vous-même** : quoi, avec qui, avec quels outils, et ce que cela a donné. "
                "Acquis met vos mots en face de ceux du référentiel. Votre récit reste en mémoire sur cet ordinateur, sans être enregistré."
            )
        )
        certification = choose(library.catalogue, label="Certification visée", none="Choisissez une certification")
        if take_example(ACTIVITIES):
            _begin_with(example_story(library.catalogue[certification] if certification else None))
        story = _tell(open_story(), certification)
        if certification and story.told:
            with shown_errors():
                show_reading(story, library, certification)


def _begin_with(text: str) -> None:
    forget()
    st.session_state[_TYPED] = text
    keep(Story(draft=text, told=text))


def _tell(story: Story, certification: str | None) -> Story:
    if _TYPED not in st.session_state:
        st.session_state[_TYPED] = story.draft
    st.text_area(
        "Mon récit",
        key=_TYPED,
        height=220,
        max_chars=MAX_CHARACTERS,
        placeholder="Pendant deux ans, j'ai… Chaque semaine, je… Avec mon équipe, nous avons… et moi, j'ai…",
        on_change=_note_draft,
    )
    with st.expander("Prendre le texte dans un fichier"):
        st.file_uploader("Un document Word, PDF, LibreOffice, Markdown ou texte", key="told_file", on_change=_take_file)
        st.caption("Son texte est copié ci-dessus, où vous pouvez le corriger. Le fichier n'est pas gardé.")
    with st.container(horizontal=True):
        st.button("Lire mon récit", type="primary", icon=":material/search:", on_click=_read)
        if story.draft or story.told:
            st.button("Tout effacer", icon=":material/delete:", on_click=_erase)
    if problem := st.session_state.pop(_PROBLEM, None):
        st.error(prose(problem))
    elif story.told and certification is None:
        st.info("Choisissez la certification visée pour que votre récit soit lu.")
    elif story.told and story.draft != story.told:
        st.info(typeset("Le texte a changé depuis la dernière lecture : cliquez sur « Lire mon récit »."))
    return story


def _note_draft() -> None:
    keep(replace(open_story(), draft=st.session_state[_TYPED]))


def _take_file() -> None:
    upload = st.session_state["told_file"]
    if upload is None:
        return
    with _told_later(), tempfile.TemporaryDirectory(prefix="acquis-") as folder:
        draft = text_in(keep_in(upload, Path(folder) / "recit"))
        replace(open_story(), draft=draft).read()  # refuses what is too long for the box
        st.session_state[_TYPED] = draft
        _note_draft()


def _read() -> None:
    with _told_later():
        keep(replace(open_story(), draft=st.session_state[_TYPED]).read())


def _erase() -> None:
    forget()
    st.session_state[_TYPED] = ""


@contextmanager
def _told_later() -> Iterator[None]:
    """In a callback nothing can be shown: what went wrong is told when the page is drawn."""
    try:
        yield
    except Exception as error:
        st.session_state[_PROBLEM] = sentence(error, desk().own)


if __name__ == "__main__":
    main()
