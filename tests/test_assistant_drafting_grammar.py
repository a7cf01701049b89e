"""The small French grammar of drafting: sentences of our own in the shapes that referentials are written in."""

from __future__ import annotations

import pytest

from assistant.drafting.grammar.clauses import ActClause, StateClause
from assistant.drafting.grammar.mending import mended
from assistant.drafting.grammar.parsing import parse
from assistant.drafting.grammar.titles import as_order, parse_title
from assistant.drafting.grammar.verbs import Act, from_gerund, from_infinitive, from_participle, from_present
from assistant.drafting.grammar.words import Person, addressed, contract, elide, uncapitalised


def act(text: str) -> ActClause:
    main = parse(text).main
    assert isinstance(main, ActClause)
    return main


@pytest.mark.parametrize(
    ("sentence", "done"),
    [
        ("Les fours sont nettoyés.", "nettoyé les fours"),
        ("L'objectif est fixé et partagé.", "fixé et partagé l'objectif"),
        ("Les recettes sont recensées, classées et, le cas échéant, corrigées avec le chef.", "recensé, classé et corrigé les recettes avec le chef"),
        ("Un tri est proposé et accompagné d'un barème.", "proposé un tri accompagné d'un barème"),
        ("Les stocks sont régulièrement vérifiés au moyen d'une balance.", "vérifié régulièrement les stocks au moyen d'une balance"),
        ("Les allergies sont prises en compte dans la commande.", "pris en compte les allergies dans la commande"),
        ("La fraîcheur des œufs doit être vérifiée.", "vérifié la fraîcheur des œufs"),
        ("Les fournisseurs peuvent être contactés.", "contacté les fournisseurs"),
        ("L'humidité est à prendre en considération.", "pris en considération l'humidité"),
        ("La prise en compte des goûts du client est réalisée en s'appuyant sur un sondage.", "pris en compte les goûts du client en vous appuyant sur un sondage"),
        ("L'utilisation d'outils de pesée est privilégiée.", "utilisé des outils de pesée"),
        ("L'accueil des livreurs est assuré en respectant le plan du quai.", "accueilli les livreurs en respectant le plan du quai"),
        ("Le suivi des cuissons est réalisé.", "suivi les cuissons"),
        ("La cuisson tient compte de l'humidité.", "tenu compte de l'humidité dans la cuisson"),
        ("La recette repose sur un dosage précis.", "fondé la recette sur un dosage précis"),
        ("Si cela dépasse le cadre de ses consignes, il est fait appel au chef.", "fait appel au chef, au-delà du cadre de vos consignes"),
        ("En cas de panne, les clients sont prévenus.", "prévenu les clients, en cas de panne"),
        ("Toute anomalie, difficulté ou incident relevé est signalé au chef.", "signalé une anomalie, une difficulté ou un incident au chef"),
        ("Toute panne ou odeur est signalée au chef.", "signalé une panne ou odeur au chef"),
        ("Toute consigne relative à la cuisson, ou à la pesée est appliquée.", "appliqué une consigne relative à la cuisson, ou à la pesée"),
        ("Le boulanger, qui est de nuit, est formé.", "formé le boulanger, qui est de nuit"),
        ("Le candidat propose un plan de cuisson, avec ses raisons.", "proposé un plan de cuisson, avec vos raisons"),
        ("Tout en respectant la culture de la maison.", "respecté la culture de la maison"),
        ("Recettes partagées avec les apprentis.", "partagé les recettes avec les apprentis"),
        ("La commande est préparée (farine, sel...) et permet de tenir la semaine.", "préparé la commande"),
        ("Le plan est organisé suivant la façon dont la boutique est tenue.", "organisé le plan suivant la façon dont la boutique est tenue"),
    ],
)
def test_a_sentence_becomes_an_act(sentence: str, done: str) -> None:
    assert act(sentence).done() == done


@pytest.mark.parametrize(
    ("sentence", "state"),
    [
        ("L'outil utilisé est en cohérence avec la recette.", "l'outil utilisé est en cohérence avec la recette"),
        ("Les fours font l'objet d'une révision.", "les fours font l'objet d'une révision"),
        ("Le four est maîtrisé.", "le four est maîtrisé"),
        ("Chaque fiche comporte à minima : un titre, une date.", "chaque fiche comporte au minimum un titre, une date"),
        ("Les consignes sont connues.", "les consignes sont connues"),
        ("La méthode reprend les points suivants :", "la méthode reprend les points attendus"),
        ("Des voiles noirs cachent la couleur.", "des voiles noirs cachent la couleur"),
    ],
)
def test_a_sentence_that_nobody_does_stays_a_clause(sentence: str, state: str) -> None:
    main = parse(sentence).main
    assert isinstance(main, StateClause)
    assert main.sentence == state


@pytest.mark.parametrize("sentence", ["Respect des consignes.", "La pelle et le four est propre.", "Un rouleau servent à tout.", "Le pilote sait qui informer.", ""])
def test_what_cannot_be_told_is_left_to_its_quotation(sentence: str) -> None:
    assert parse(sentence).main is None


def test_a_second_sentence_is_asked_after_the_first() -> None:
    parsed = parse("Les clients sont identifiés (cafés, écoles…). Leurs attentes sont prises en compte.")
    assert parsed.examples == ("cafés, écoles",)
    (later,) = parsed.later
    assert isinstance(later, ActClause)
    assert later.done() == "pris en compte leurs attentes"
    assert later.anaphoric


def test_a_pronoun_whose_noun_became_a_verb_is_not_asked_about() -> None:
    assert parse("L'utilisation d'un minuteur est favorisée, elle est adaptée au four.").later == ()


def test_the_forms_of_an_act() -> None:
    found = act("Le temps de repos est défini et respecté en s'appuyant sur la fiche.")
    assert found.to() == "définir et respecter le temps de repos en vous appuyant sur la fiche"
    assert found.does() == "définit et respecte le temps de repos en s'appuyant sur la fiche"
    assert found.i_do() == "définis et respecte le temps de repos en m'appuyant sur la fiche"
    assert found.to(Person.I).endswith("en m'appuyant sur la fiche")
    assert (found.pronoun, found.agreed) == ("le", "respecté")


@pytest.mark.parametrize(
    ("participle", "infinitive"),
    [("fixés", "fixer"), ("prises", "prendre"), ("construite", "construire"), ("définies", "définir"), ("maintenu", "maintenir"), ("transmis", "transmettre"), ("choisis", "choisir")],
)
def test_participles_in_any_gender_and_number(participle: str, infinitive: str) -> None:
    verb = from_participle(participle)
    assert verb is not None
    assert verb.infinitive == infinitive


@pytest.mark.parametrize("word", ["approprié", "conformes", "pertinent", "liés", "clair"])
def test_states_and_adjectives_are_no_participles(word: str) -> None:
    assert from_participle(word) is None


@pytest.mark.parametrize(
    ("infinitive", "present", "first"),
    [("vérifier", "vérifie", "vérifie"), ("relever", "relève", "relève"), ("compléter", "complète", "complète"), ("appuyer", "appuie", "appuie"), ("mettre", "met", "mets"),
     ("prendre", "prend", "prends"), ("définir", "définit", "définis"), ("tenir", "tient", "tiens"), ("faire", "fait", "fais"), ("accueillir", "accueille", "accueille")],
)  # fmt: skip
def test_the_present_tense_both_ways(infinitive: str, present: str, first: str) -> None:
    verb = from_infinitive(infinitive)
    assert verb is not None
    assert (verb.does, verb.i_do) == (present, first)
    back = from_present(present)
    assert back is not None
    assert back.infinitive == infinitive


def test_gerunds_and_what_an_act_is() -> None:
    found = [from_gerund(word) for word in ("respectant", "prenant", "choisissant")]
    assert [verb.infinitive for verb in found if verb] == ["respecter", "prendre", "choisir"]
    assert act("Les risques sont pris en compte.").verbs[0].act == Act.COMPLY
    assert act("Les équipes sont informées.").verbs[0].act == Act.TELL


def test_elision_contraction_and_capitals() -> None:
    assert [elide("de", word) for word in ("auditer", "huiler", "hiérarchiser", "planifier", "onze")] == ["d'auditer", "d'huiler", "de hiérarchiser", "de planifier", "de onze"]
    assert [contract("de", phrase) for phrase in ("les pains", "le four", "l'eau", "une cuve")] == ["des pains", "du four", "de l'eau", "d'une cuve"]
    assert [uncapitalised(text) for text in ("Les pains", "ISO 9001", "L'eau")] == ["les pains", "ISO 9001", "l'eau"]
    assert addressed("le cadre de ses instructions", Person.I) == "le cadre de mes instructions"


def test_the_slips_of_a_source_are_not_repeated() -> None:
    assert mended("l’interlocuteur appropriés") == "l'interlocuteur approprié"
    assert mended("en termes quantités") == "en termes de quantités"
    assert mended("des agents logistique") == "des agents logistiques"
    assert mended("les règles logistiques") == "les règles logistiques"


def test_titles_are_acts_too() -> None:
    parsed = parse_title("Traiter les retours et proposer des échanges (clients, ...)")
    assert isinstance(parsed.main, ActClause)
    assert parsed.main.done() == "traité les retours"
    assert [clause.done() for clause in parsed.later if isinstance(clause, ActClause)] == ["proposé des échanges"]
    assert as_order("Repérer les pannes de son secteur (fours, ...)") == "repérer les pannes de votre secteur"
    assert parse_title("La cuisson").main is None
