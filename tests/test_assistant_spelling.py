"""Hurried and phonetic French is written out before a question is read; ordinary words stay as they are."""

from __future__ import annotations

import pytest

from assistant.spelling import fold_question


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ki évalue ?", "qui evalue ?"),
        ("ke fo til apporter", "que faut-il apporter"),
        ("koi", "quoi"),
        ("c koi", "c'est quoi"),
        ("c ki", "c'est qui"),
        ("cé quoi", "c'est quoi"),
        ("keske fo", "qu'est-ce que faut"),
        ("qu'es ce que", "qu'est-ce que"),
        ("esk je dois", "est-ce que je dois"),
        ("pk un jury", "pourquoi un jury"),
        ("pkoi", "pourquoi"),
        ("kel crit", "quel critere"),
        ("cmb de blocs", "combien de blocs"),
        ("nbre de compétences", "combien de competences"),
        ("nb de fiches", "nombre de fiches"),
        ("qd", "quand"),
        ("tt ts tte ttes", "tout tous toute toutes"),
        ("tjs bcp", "toujours beaucoup"),
        ("jdois", "je dois"),
        ("jpeu", "je peux"),
        ("jle fais", "je le fais"),
        ("j'dis", "je dis"),
        ("chui technicien", "je suis technicien"),
        ("jai fait", "j'ai fait"),
        ("jé animé", "j'ai anime"),
        ("g besoin d'aide", "j'ai besoin d'aide"),
        ("ct bien", "c'etait bien"),
        ("ds la 2", "dans la 2"),
        ("dc avc qui", "donc avec qui"),
        ("ss-traitance", "sous-traitance"),
        ("ss jury", "sans jury"),
        ("pr la 2", "pour la 2"),
        ("ptdr ok", " ok"),
        ("c fini mdr", "c fini "),
        ("dsl svp", "desole svp"),
        ("rdv", "rendez-vous"),
        ("ya koi", "il y a quoi"),
        ("y'a un jury", "il y a un jury"),
        ("yaka", "il n'y a qu'a"),
        ("fodré voir", "faudrait voir"),
        ("faux faire quoi", "faut faire quoi"),
        ("6tem", "systeme"),
        ("compet 2, cptc 3, compé 4, comp 5", "competence 2, competence 3, competence 4, competence 5"),
        ("la certif", "la certification"),
        ("technicien quali", "technicien qualite"),
        ("tech quali", "technicien qualite"),
        ("résultats att", "resultats attendus"),
        ("chaussures de sécu", "chaussures de securite"),
        ("env de travail", "environnement de travail"),
        ("pilote log", "pilote logistique"),
        ("coordo", "coordonnateur"),
        ("resp prod", "responsable production"),
        ("nvelle version", "nouvelle version"),
        ("anc version", "ancienne version"),
        ("A vs B", "a par rapport a b"),
        ("vs avez", "vous avez"),
        ("obj", "objectif"),
        ("doc unique", "document unique"),
        ("les docs", "les documents"),
        ("plus d'infos", "plus d'informations"),
        ("la réu", "la reunion"),
        ("réf du QSE", "referentiel du qse"),
        ("fiche de non-conf", "fiche de non-conformite"),
        ("un pb", "un probleme"),
        ("mm question", "meme question"),
    ],
)
def test_what_people_type_is_written_out(typed: str, folded: str) -> None:
    assert fold_question(typed) == folded


@pytest.mark.parametrize(
    "question",
    [
        "il y a un jury ?",
        "il n'y a pas de jury",
        "y a-t-il un jury ?",
        "je fais des audits",  # « je » is not written twice
        "j'ai fait",
        "je le dis",
        "c'est quoi",
        "quand est-ce que ca commence",
        "qu'est-ce que c'est",
        "5 g de sel et 2 mm de jeu",
        "c4 et c 4",
        "2 °c dans la chambre froide",
        "permis c pour conduire",
        "le stock etait faux de dix pour cent",
        "au ct de l'usine",
        "l'avc d'un collegue",
        "la ss rembourse",
        "la secu sociale",
        "env 10 personnes",
        "qqoqccp",
        "le reglement mdr des dispositifs medicaux",
        "cqpm-pilote-log",  # an id
    ],
)
def test_ordinary_words_stay(question: str) -> None:
    assert fold_question(question) == question
