"""How a question was understood, in one line above its answer, and the choice of another reading."""

from __future__ import annotations

import streamlit as st

from assistant import cues
from assistant.answer import Answer, CompetenceRef
from assistant.catalogue import Catalogue
from assistant.exchange import Exchange
from assistant.french import NBSP, typeset
from assistant.reading import Forced
from assistant.ui.markdown import prose
from assistant.ui.talk import Request, request
from assistant.ui.texts import choice_name
from ingest.model import FRENCH_PART, Certification, Part

AUTOMATIC = "Selon la question"
_CRITERIA = tuple(cues.FAMILIES)

Parts = tuple[str, ...]


def show_reading(exchange: Exchange, answer: Answer, catalogue: Catalogue, rank: int, key: str, *, disabled: bool) -> None:
    """The line, and « Changer », whose contents are made when it is opened."""
    understood = "Compris selon votre choix" if exchange.forced else "Compris"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"{understood}{NBSP}: {prose(answer.reading)}", width="content")
        with st.popover(
            "Changer", type="tertiary", icon=":material/edit:", key=f"reading-{key}", on_change="rerun", disabled=disabled
        ) as choosing:
            if choosing.open:
                _choose(exchange, answer, catalogue, rank, key)


def _choose(exchange: Exchange, answer: Answer, catalogue: Catalogue, rank: int, key: str) -> None:
    st.markdown(typeset("La question est reposée avec ce que vous choisissez ; la nouvelle réponse prend la place de celle-ci."))
    certification_id = _choose_certification(exchange, answer, catalogue, key)
    certification = catalogue[certification_id] if certification_id else None
    number = _choose_competence(answer, certification, key) if certification else 0
    _choose_parts(exchange, answer, certification, number, key)
    st.button("Répondre ainsi", type="primary", key=f"reread-{key}", on_click=_reread, args=(rank, key), width="stretch")
    if exchange.forced:
        st.button("Revenir à la lecture d'Acquis", key=f"unforce-{key}", on_click=request, args=(Request(rank=rank),), width="stretch")


def _reread(rank: int, key: str) -> None:
    """Take what stands in the boxes now: somebody quick clicks before the page has been drawn again with the last choice."""
    parts = st.session_state.get(_last_parts_key(key), ())
    certification = st.session_state.get(_certification_key(key)) or None
    number = st.session_state.get(_competence_key(key, certification)) or 0
    competence = CompetenceRef(certification=certification, number=number) if certification and number else None
    forced = Forced(certification, competence, st.session_state.get(_parts_key(key, certification, number), parts))
    request(Request(rank=rank, forced=forced if forced != Forced() else None))


def _certification_key(key: str) -> str:
    return f"reread-certification-{key}"


def _competence_key(key: str, certification: str | None) -> str:
    return f"reread-competence-{key}-{certification}"


def _parts_key(key: str, certification: str | None, number: int) -> str:
    return f"reread-parts-{key}-{certification}-{number}"


def _last_parts_key(key: str) -> str:
    """Where the part last seen is kept: its box changes with the competence, and so would forget it."""
    return f"reread-parts-{key}"


def _choose_certification(exchange: Exchange, answer: Answer, catalogue: Catalogue, key: str) -> str | None:
    options = ["", *sorted(catalogue.ids(), key=lambda i: choice_name(catalogue[i]))]
    understood = answer.certifications[0] if len(answer.certifications) == 1 else ""
    if exchange.forced:
        forced = exchange.forced
        understood = (forced.competence.certification if forced.competence else forced.certification) or understood
    return (
        st.selectbox(
            "Certification",
            options,
            index=options.index(understood) if understood in options else 0,
            format_func=lambda i: choice_name(catalogue[i]) if i else AUTOMATIC,
            key=_certification_key(key),
        )
        or None
    )


def _choose_competence(answer: Answer, certification: Certification, key: str) -> int:
    titles = {competence.number: competence.title for _, competence in certification.competences()}
    if not titles:
        return 0
    options = [0, *titles]
    mine = [ref.number for ref in answer.competences if ref.certification == certification.id]
    understood = mine[0] if len(mine) == 1 else 0
    return st.selectbox(
        "Compétence",
        options,
        index=options.index(understood) if understood in options else 0,
        format_func=lambda n: f"{n}. {titles[n]}" if n else AUTOMATIC,
        key=_competence_key(key, certification.id),
    )


def _choose_parts(exchange: Exchange, answer: Answer, certification: Certification | None, number: int, key: str) -> None:
    options: list[Parts] = [(), *_parts_of(certification, number)]
    understood = exchange.forced.parts if exchange.forced else _parts_quoted(answer)
    understood = st.session_state.get(_last_parts_key(key), understood)
    st.session_state[_last_parts_key(key)] = st.selectbox(
        "Partie",
        options,
        index=options.index(understood) if understood in options else 0,
        format_func=_parts_name,
        key=_parts_key(key, certification.id if certification else None, number),
    )


def _parts_of(certification: Certification | None, number: int) -> list[Parts]:
    """What may be asked of a competence, or of any of a certification: the criteria together, and each part that is there."""
    if certification is None:
        there = [*FRENCH_PART]
    else:
        found = [(b, c) for b, c in certification.competences() if number in (0, c.number)]
        parts = (Part.CONDITIONS, *_CRITERIA, Part.RESULTS)
        there = [str(part) for part in parts if any(c.part(part) for _, c in found)]
        there += [str(Part.KNOWLEDGE)] if any(b.knowledge for b, _ in found) else []
    together = [_CRITERIA] if set(_CRITERIA) & set(there) else []
    return [*together, *((part,) for part in there)]


def _parts_quoted(answer: Answer) -> Parts:
    quoted = {citation.family for citation in answer.citations}
    if len(quoted) == 1 and (only := quoted.pop()):
        return (only,)
    return _CRITERIA if quoted and quoted <= set(_CRITERIA) else ()


def _parts_name(parts: Parts) -> str:
    if parts == _CRITERIA:
        return "Critères, toutes familles"
    return " et ".join(FRENCH_PART[part] for part in parts).capitalize() if parts else AUTOMATIC
