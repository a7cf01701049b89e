"""What a story shows of a certification, from the whole to each criterion, and what it changes when a question is answered."""

from __future__ import annotations

import streamlit as st

from assistant.activities.checklist import checklist
from assistant.activities.gaps import gained
from assistant.activities.story import Reply, Story
from assistant.activities.summary import BlockBars, block_bars, headline
from assistant.french import NBSP, plural, quoted, typeset
from assistant.library import Library
from assistant.mapping.markdown import as_markdown, nearest_sentence
from assistant.mapping.model import Mapping, Segment
from assistant.mapping.questions import missing
from assistant.provenance import correction_notes
from assistant.ui.competence import show_competence
from assistant.ui.coverage import show_coverage
from assistant.ui.markdown import escape, escape_line, prose
from assistant.ui.proofs import show_checklist
from assistant.ui.state import shown_errors
from assistant.ui.stories import keep, mapping_of, mapping_with_opinions, open_finder, open_story
from assistant.ui.texts import FICHE_NOTE
from ingest.model import Provenance

_DONE = "told_done"


def show_reading(story: Story, library: Library, certification: str) -> None:
    """The whole result, below the story."""
    with st.spinner("Lecture de votre récit…"):
        mapping = mapping_of(library, certification, story.text)
    blocks = block_bars(mapping)
    st.header("Ce que votre récit montre", anchor=False)
    if done := st.session_state.pop(_DONE, None):
        st.success(prose(done))
        st.toast(prose(done))  # who answered further down sees it there
    if library.settings.chat_model and mapping.shown:
        mapping = _offer_opinions(mapping, story, library)
    _show_whole(mapping, blocks)
    if library.catalogue[certification].provenance == Provenance.FICHE:
        st.caption(typeset(FICHE_NOTE))
    for note in correction_notes(library.catalogue[certification]):
        st.caption(prose(note))
    st.header("Critère par critère", anchor=False)
    _show_competences(mapping, blocks, story, library)
    _show_replies(story)
    _show_left_aside(mapping)
    if mapping.shown:
        st.header("Preuves à réunir", anchor=False)
        show_checklist(checklist(mapping, library.catalogue[certification], open_finder(library)), story, _tick)
    _offer_reading(mapping)


def _offer_opinions(mapping: Mapping, story: Story, library: Library) -> Mapping:
    """A second look by the chat model, only when it is asked for: it is sent the person's words."""
    st.caption(
        typeset(
            "Le modèle de langage des réglages peut relire ces rapprochements : il reçoit les phrases et les critères rapprochés. "
            "Son avis est montré à côté et ne change pas le résultat."
        )
    )
    if not st.button("Demander l'avis du modèle de langage"):
        return mapping
    with st.spinner("Le modèle de langage relit…"):
        return mapping_with_opinions(library, mapping.certification, story.text)


def _show_whole(mapping: Mapping, blocks: tuple[BlockBars, ...]) -> None:
    st.markdown(f"**{escape_line(headline(mapping))}**")
    first = next((match for match in mapping.competences if match.number == mapping.first), None)
    if first is not None and len(mapping.shown) > 1:
        st.markdown(prose(f"La première à revendiquer : la compétence {first.number}, {quoted(first.title)}."))
    if mapping.nearest is not None:
        asked = (f"- {prose(question)}" for question in missing(mapping.nearest))
        st.info("\n".join([prose(nearest_sentence(mapping.nearest)), "", *asked]), icon=":material/help:")
    show_coverage(blocks)
    for note in mapping.notes:
        st.info(prose(note), icon=":material/info:")


def _show_competences(mapping: Mapping, blocks: tuple[BlockBars, ...], story: Story, library: Library) -> None:
    bars = {bar.number: bar for block in blocks for bar in block.bars}

    def add(replies: tuple[Reply, ...]) -> None:
        with shown_errors():
            completed = open_story().answered(replies)
            after = mapping_of(library, mapping.certification, completed.text)
            keep(completed)
            st.session_state[_DONE] = _what_changed(mapping, after)
            st.rerun()

    for block in mapping.blocks:
        st.markdown(f"**{escape_line(f'Bloc {block.number} — {block.title}' if block.title else f'Bloc {block.number}')}**")
        for match in mapping.competences:
            if match.block == block.number:
                show_competence(
                    match, bars[match.number], key=str(len(story.replies)), expanded=match.number == mapping.first, on_replies=add
                )


def _what_changed(before: Mapping, after: Mapping) -> str:
    more = gained(before, after)
    if not more:
        return (
            "Vos réponses sont ajoutées. Elles ne montrent pas encore de critère de plus : dites ce que vous avez fait vous-même, "
            "avec quoi, et ce que cela a donné."
        )
    numbers = sorted({criterion.passage.competence or 0 for criterion in more})
    where = "de la compétence" if len(numbers) == 1 else "des compétences"
    which = ", ".join(map(str, numbers))
    return f"Vos réponses sont ajoutées : {plural(len(more), 'critère')} de plus ou mieux montrés, {where} {which}."


def _show_replies(story: Story) -> None:
    if not story.replies:
        return
    with st.expander(f"Vos réponses ajoutées au récit ({len(story.replies)})"):
        for rank, reply in enumerate(story.replies):
            st.markdown(f"**{prose(reply.question)}**  \n{escape(reply.text)}")
            st.button("Retirer cette réponse", key=f"drop-{rank}-{len(story.replies)}", on_click=_drop, args=(rank,))


def _drop(rank: int) -> None:
    keep(open_story().without_reply(rank))


def _tick(proof: str, held: bool) -> None:
    keep(open_story().holding(proof, held=held))


def _show_left_aside(mapping: Mapping) -> None:
    """What is no evidence, and why; then what shows nothing of this certification."""
    if mapping.set_aside:
        st.header("Ce qui n'est pas retenu comme preuve", anchor=False)
        st.markdown("\n".join(f"- {prose(item.reason)}" for item in mapping.set_aside))
    aside = {id(item.segment) for item in mapping.set_aside}
    others = [segment for segment in mapping.unmatched if id(segment) not in aside]
    if others:
        _show_unmatched(others)


def _show_unmatched(segments: list[Segment]) -> None:
    title = f"Ce qui ne correspond à aucun critère de cette certification ({plural(len(segments), 'phrase')})"
    with st.expander(title):
        st.markdown("\n".join(f"- {escape(quoted(' '.join(segment.text.split())))}" for segment in segments))
        st.caption(f"Ce n'est pas une faute{NBSP}: une autre certification peut le demander, ou la phrase mérite d'être précisée.")


def _offer_reading(mapping: Mapping) -> None:
    st.download_button(
        "Télécharger cette lecture (.md)", as_markdown(mapping).encode("utf-8", "replace"), "mes-activites.md", "text/markdown",
        on_click="ignore",
    )  # fmt: skip
