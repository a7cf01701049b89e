"""Three people, three ways in: where each begins, and with what example."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from assistant.catalogue import Catalogue
from assistant.ui.chosen import wish
from assistant.ui.examples import clearest, starters
from assistant.ui.pages import ACTIVITIES, ASSISTANT, DOSSIER, DRAFTING, Entry, entry
from assistant.ui.talk import Request, new_talk, request

_EXAMPLE = "example"


@dataclass(frozen=True)
class Journey:
    """One of the three people: what they come for, the page made for it, and the rank of their examples in ``starters``."""

    who: str
    comes_for: str
    page: str
    rank: int

    @property
    def entry(self) -> Entry:
        """The page made for it where there is one, otherwise the assistant."""
        found = entry(self.page) or entry(ASSISTANT)
        assert found is not None
        return found


JOURNEYS = (
    Journey(
        "Je suis candidat, candidate",
        "Je raconte ce que j'ai fait : Acquis montre quelles compétences cela prouve, ce qui manque et quelles preuves apporter.",
        ACTIVITIES,
        0,
    ),
    Journey(
        "Je suis conseiller, conseillère",
        "Je relis un dossier : Acquis met en face de chaque critère du référentiel les mots du dossier, et dit ce qui manque.",
        DOSSIER,
        1,
    ),
    Journey(
        "Je suis formateur, formatrice",
        "J'évalue une compétence : Acquis propose des questions, des situations et une grille, chacune liée à son critère.",
        DRAFTING,
        2,
    ),
)


def begin_with_example(journey: Journey, catalogue: Catalogue, certification: str | None) -> None:
    """Open the page of a journey with its example; ends the drawing of this page."""
    if journey.entry.path == ASSISTANT:
        new_talk()
        request(Request(starters(catalogue, certification)[journey.rank].questions[0]))
    else:
        st.session_state[_EXAMPLE] = journey.page
        if certification is None and (found := clearest(catalogue)):
            wish(found[0].id)
    st.switch_page(journey.entry.script)


def take_example(page: str) -> bool:
    """Whether the page was opened to show its example; true once."""
    if st.session_state.get(_EXAMPLE) != page:
        return False
    del st.session_state[_EXAMPLE]
    return True
