"""The settings: the chat model, where things are kept, what is kept, and how it is erased."""

from __future__ import annotations

import streamlit as st

from assistant.french import listing, plural, typeset
from assistant.keeping import ERASED, kept, readable_size
from assistant.library import Library
from assistant.preferences import chat_settings, from_environment, save_chat_model, try_chat_model
from assistant.privacy import purge
from assistant.ui.about import outside
from assistant.ui.fleeting import HOURS
from assistant.ui.markdown import escape_line, prose
from assistant.ui.opinions_export import show_opinions
from assistant.ui.page_pictures import forget_pictures
from assistant.ui.state import desk, open_assistant, shown_errors
from assistant.ui.style import apply_style
from ingest.settings import DEFAULT_EMBEDDING, Settings, load_settings

_DONE = "preferences_done"
_SESSION = ("conversation", "request", "mapped", "recit", "told_typed", "search")
"""What this session remembers of the person's words."""


def main() -> None:
    """One part below the other."""
    with shown_errors():
        apply_style()
        st.title("Réglages", anchor=False)
        if done := st.session_state.pop(_DONE, None):
            st.success(prose(done))
        settings = load_settings(desk().home)
        if desk().may_manage:
            _chat_model(settings)
        else:
            _chat_model_of_others(settings)
        _search(settings)
        _places()
        show_opinions()
        _erasing()


def _chat_model(settings: Settings) -> None:
    st.header("Modèle de langage", anchor=False)
    st.markdown(
        typeset(
            "Acquis répond sans modèle de langage. Si vous en indiquez un, il rédige certaines réponses ; chaque citation reste vérifiée "
            "mot pour mot. Un modèle qui tourne sur cet ordinateur (Ollama par exemple) ne fait rien sortir d'ici."
        )
    )
    given = [f"{name} ({variable})" for name, variable in from_environment().items() if name.startswith("chat_")]
    if given:
        st.info(prose(f"Donné par l'environnement, qui l'emporte sur ce formulaire : {listing(given)}."))
    with st.form("chat-model"):
        model = st.text_input(
            "Modèle, écrit fournisseur:modèle", value=settings.chat_model or "", placeholder="ollama:mistral", max_chars=200
        )
        address = st.text_input(
            "Adresse du serveur (facultatif)", value=settings.chat_base_url or "", placeholder="http://127.0.0.1:11434", max_chars=500
        )
        seconds = st.number_input("Délai d'une réponse, en secondes", 1, 3600, value=int(settings.chat_timeout))
        st.caption(
            typeset("Une clé d'accès se donne dans une variable d'environnement (par exemple MISTRAL_API_KEY) : Acquis ne la garde pas.")
        )
        with st.container(horizontal=True):
            tried = st.form_submit_button("Essayer")
            saved = st.form_submit_button("Enregistrer", type="primary")
    wanted = chat_settings(desk().home, model=model, address=address, seconds=float(seconds))
    with shown_errors():
        if tried:
            _try(wanted)
        if saved:
            save_chat_model(desk().home, wanted)
            st.session_state[_DONE] = (
                f"Le modèle {wanted.chat_model} est enregistré." if wanted.chat_model else "Acquis répond sans modèle de langage."
            )
            st.rerun()
    for line in outside(settings):
        st.caption(prose(f"Ce qui sort de cet ordinateur. {line}"))


def _chat_model_of_others(settings: Settings) -> None:
    st.header("Modèle de langage", anchor=False)
    st.markdown(prose(f"Réglé par {listing(list(settings.managers))}, qui gère ce serveur."))
    for line in outside(settings, shared=True):
        st.caption(prose(f"Ce qui sort de ce serveur. {line}"))


def _try(settings: Settings) -> None:
    with st.spinner("Question posée au modèle…"):
        trial = try_chat_model(settings)
    seconds = f"{trial.seconds:.1f}".replace(".", ",")
    st.success(prose(f"Le modèle répond, en {seconds} s : « {trial.text[:200]} »."))


def _search(settings: Settings) -> None:
    st.header("Recherche", anchor=False)
    own = "celui d'Acquis, livré avec l'application"
    name = own if settings.embedding_model == DEFAULT_EMBEDDING else settings.embedding_model
    st.markdown(prose(f"Modèle de plongement : {name}."))
    st.caption(typeset("Il se change par le réglage embedding_model, puis « acquis index » refait l'index."))
    with shown_errors():
        st.markdown(prose(f"Les voisins d'une question sont cherchés {open_assistant().library.index.dense.method}."))


def _places() -> None:
    st.header("Où sont vos données", anchor=False)
    if desk().account is None:
        st.markdown(prose(f"Tout est dans ce dossier de cet ordinateur : {desk().home}"))
        again = "Pour un autre dossier, lancez « acquis --home DOSSIER serve » ou donnez la variable d'environnement ACQUIS_HOME."
        st.caption(typeset(again))
    else:
        st.markdown(prose(f"Ce qui est à vous est dans un dossier de ce serveur, à part de celui des autres : {desk().own.name}"))
    rows = [
        {
            "Contenu": item.what,
            "Emplacement": escape_line(item.path.name),
            "Taille": readable_size(item.size),
            "Effacé par la purge": "oui" if item.personal else "non",
        }
        for item in kept(desk().own)
    ]
    if rows:
        st.table(rows, hide_index=True)
    else:
        st.caption("Rien n'y est gardé pour le moment.")
    counted = ((len(desk().stories), "récit", "Mes activités"), (len(desk().dossiers), "dossier", "Dossier"))
    if held := [f"{plural(count, what)} de la page « {page} »" for count, what, page in counted if count]:
        st.caption(prose(f"En mémoire seulement, {HOURS} heures au plus après leur dernier usage : {listing(held)}."))


def _erasing() -> None:
    st.header("Effacer ce qui est personnel", anchor=False)
    st.markdown(
        typeset(
            "Les conversations, les dossiers, les paroles ajoutées, le journal et les récits en mémoire. « Tout effacer » ôte aussi les "
            "copies des PDF ajoutés, dont les pages ne sont plus montrées. Les référentiels et les réglages restent."
        )
    )
    if desk().account is not None:
        with st.popover("Effacer ce qui est à moi…", icon=":material/delete:"):
            st.markdown(typeset("Tout ce qui est à vous sera effacé de ce serveur. C'est sans retour."))
            if st.button("Oui, effacer ce qui est à moi", type="primary"):
                _purge(own=True)
    if not desk().may_manage:
        return
    with st.popover("Tout effacer…", icon=":material/delete_forever:"):
        st.markdown(
            typeset(
                "Tout ce qui est personnel sera effacé de cet ordinateur, pour toutes les personnes qui l'utilisent. C'est sans retour."
            )
        )
        if st.button("Oui, tout effacer", type="primary"):
            _purge(own=False)


def _purge(*, own: bool) -> None:
    with st.spinner("Effacement…"):
        here = desk()
        for forgetting in [here] if own else [*here.house.desks.values()]:
            forgetting.forget()
        with here.open_for_writing(own_words=own) as library:
            erased = purge(library if own else Library(library.home))
        if not own:
            forget_pictures()
        for key in _SESSION:
            st.session_state.pop(key, None)
    open_assistant()
    names = listing([ERASED[name] for name in erased])
    st.session_state[_DONE] = f"Effacé : {names}." if erased else "Il n'y avait rien de personnel sur le disque."
    st.rerun()


if __name__ == "__main__":
    main()
