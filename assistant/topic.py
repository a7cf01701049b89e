"""What a question is about once the names of certifications and competences, and the words of asking, are taken away."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant import cues
from assistant.catalogue import Catalogue, name_words
from assistant.reading import Reading
from ingest.structure.columns import plain

_ASKING = frozenset(
    re.findall(
        r"\S+",
        """
        a actuellement affiche ai ainsi alors amabilite ancien ancienne apparait apparaitre apporter apres are as associe associee
        associees associes attend attends attendu attendue attendues attendus au aucun aussi aux avance avant avec avoir besoin bien bloc
        blocs bon bonjour bosse bosser c ca candidat candidate capacite capacites car ce cela celle celles celui certification
        certifications ces cet cette ceux chacun chacune chaque cher cherche chez chose ci cite citee citer cites code codes combien comme
        commencer comment competence competences comporte comportent compte concernant confondu confondues connaitre contenir contient
        cote cqp cqpm critere criteres d dans de debut decoupe dedans deja demande demandee demandees demander demandes depuis dernier
        derniere des deux deuxieme dire dis dit dois dois-je doit doivent donc donne donner dossier du eclairer ecrit elle elles en
        endroit endroits ensemble entre enumere es est et etait etant etre eu euh evaluation evalue evaluee evaluer evoque evoquee
        evoquent exactement exige exiges existe existent explique expliquer faire fait famille faudrait faut fiche figurer fin final fois
        for fournir gens il ils impose imposee indique inscrit inscrite interimaire intitule intitules is j jamais je joindre jsuis juste
        justifier l la laquelle le lequel les lesquelles lesquels leur leurs liste lister longueur lors lui m ma madame mais me meme
        mentionne mentionnee merci mes metier mien mienne moi mon monsieur monte montre montrer mot mots n ne ni niveau nom nombre noms
        non nos notre nous nouveau nouvelle numero obligatoire oblige occurrence of on ont organise organisee ou ouvert ouverte par parle
        parler part partie pas pendant permets peu peut peuvent peux plait plan plus possible pour pourquoi pouvez precise precisement
        preciser premier premiere prepare preparer presente prevu prevue prevus prie professionnel professionnelle professionnelles
        prouver puis puisse qu quand que quel quelle quelles quelque quels question qui quoi rapide recent recente referentiel
        referentiels reponse rncp s sa sais salarie salariee salut sans savoir se selon sera sert service servir ses si sil slt son sont
        souhaiterais sous souvent stp structure structuree suis sujet sur svp t ta te tech terme tes texte the titres titulaire tjrs toi
        ton toujours tous tout toute toutes troisieme tu un une urgent v1 v2 va vae vais vers version versions veulent veut veux vise
        visee visees vises voila vos votre voudrais vous what which y
        """,
    )
)

_CODE = re.compile(r"\bbdc ?[-:]? ?\d+\b|\bc ?\d{1,2}\b")
"""The code of a block or competence that was recognised is a name, not a topic."""
_RANK = re.compile(r"\d{1,2}(?:e|er|re|eme)?")


def topic_words(reading: Reading, folded: str, catalogue: Catalogue) -> list[str]:
    """The folded content words that remain, in order."""
    named: set[str] = set()
    for certification_id in reading.certifications:
        known = catalogue.known[certification_id]
        named |= {*known.words, *known.acronyms, *catalogue.initials(certification_id)}
    for ref in reading.competences:
        found = catalogue[ref.certification].competence(ref.number)
        if found:
            named |= set(name_words(found[1].title))
    for block in reading.blocks:
        named |= set(name_words(catalogue[block.certification].blocks[block.number - 1].title))
    for part in reading.parts:
        folded = re.sub(cues.PARTS[part], " ", folded)
    for section in reading.sections:
        folded = re.sub(cues.SECTIONS[section][0], " ", folded)
    folded = cues.CRITERIA.sub(" ", cues.EVIDENCE.sub(" ", cues.COMPARISON.sub(" ", folded)))
    if reading.blocks or reading.competences:
        folded = _CODE.sub(" ", folded)
    words = re.findall(r"[a-z0-9]+", folded)
    return [word for word in words if len(word) > 1 and not (word in _ASKING or _is_named(word, named) or _RANK.fullmatch(word))]


def topic_query(reading: Reading, folded: str, catalogue: Catalogue) -> str:
    """The topic as typed (accents kept, for the stemmer), words in the order of the question."""
    return _as_typed(reading, topic_words(reading, folded, catalogue))


def search_query(reading: Reading, folded: str, catalogue: Catalogue) -> str:
    """What to search for: the words of asking and the certifications' names are gone, all else is kept; never empty."""
    if reading.narrated:  # a sentence about somebody's work is compared as it was said
        return reading.question
    bare = replace(reading, competences=(), blocks=(), sections=())
    return _as_typed(reading, topic_words(bare, folded, catalogue)) or reading.question


def _as_typed(reading: Reading, words: list[str]) -> str:
    wanted = set(words)
    typed = re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", reading.question)
    kept = [word for word in typed if wanted & set(re.findall(r"[a-z0-9]+", plain(word)))]
    mended = [word for word in wanted if word not in plain(reading.question)]
    return " ".join([*kept, *mended])


def _is_named(word: str, named: set[str]) -> bool:
    return any(word == name or (len(word) >= 5 and len(name) >= 5 and word[:5] == name[:5]) for name in named)
