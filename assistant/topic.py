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
        tech v1 v2 recent recente suis chez deux pendant fois bosse bosser tjrs chacun chacune es sais veulent faudrait peuvent puisse toute ouvert ouverte exiges exige
        confondues confondu apporter fournir montrer joindre prouver justifier ensemble longueur titres bon alors oblige commencer final attends vise vises visee visees
        deja lesquelles lesquels lequel laquelle plait stp endroit endroits cites citee gens juste actuellement jamais souvent toujours quoi service compte demandes texte aucun
        figurer contenir apparait apparaitre mentionne mentionnee evoque evoquent evoquee terme mot mots sert servir possible oblige obligatoire
        impose imposee celle celui celles ceux prepare preparer avant apres fin debut
        a affiche ai ainsi alors ancien ancienne apres are as associe associee associees associes attend attendu attendue attendues
        attendus au aussi aux avec avoir besoin bien bloc blocs bonjour c ca candidat candidate capacite capacites car ce cela
        certification certifications ces cet cette chaque cher chose ci cite citer code codes combien comme comment competence competences
        concernant connaitre cote cqp cqpm critere criteres d dans de decoupe demande demandee demandees demander dernier derniere des
        deuxieme dire dis dit dois dois-je doit doivent donc donne donner du ecrit elle elles en entre enumere est et etait etre eu
        evaluation evalue evaluee evaluer exactement existe existent explique expliquer faire fait famille faut fiche for il ils indique
        intitule intitules is j je l la le les leur leurs liste lister lors lui m ma madame mais me meme merci mes metier moi mon monsieur
        montre n ne ni niveau nombre non nos notre nous nouveau nouvelle numero of on ont organise organisee ou par parle parler part
        partie pas peu peut peux plait plan plus pour pourquoi pouvez precise precisement premier premiere presente prevu prevue prevus
        professionnel professionnelle professionnelles puis qu quand que quel quelle quelles quelque quels question qui quoi rapide
        referentiel referentiels reponse rncp s sa sans savoir se selon sera ses si sil son sont sous stp structure structuree sujet sur
        svp t ta te tes texte the titulaire toi ton tous tout toute toutes troisieme tu un une urgent va vae vais vers version versions
        veut veux vos votre voudrais vous what which y
        """,
    )
)


def topic_words(reading: Reading, folded: str, catalogue: Catalogue) -> list[str]:
    """The folded content words that remain, in order."""
    named: set[str] = set()
    for certification_id in reading.certifications:
        known = catalogue.known[certification_id]
        named |= {*known.words, *known.acronyms}
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
    words = re.findall(r"[a-z0-9]+", folded)
    return [word for word in words if word not in _ASKING and not _is_named(word, named) and len(word) > 1 and not re.fullmatch(r"\d{1,2}(?:e|er|re|eme)?", word)]


def topic_query(reading: Reading, folded: str, catalogue: Catalogue) -> str:
    """The topic as typed (accents kept, for the stemmer), words in the order of the question."""
    return _as_typed(reading, topic_words(reading, folded, catalogue))


def search_query(reading: Reading, folded: str, catalogue: Catalogue) -> str:
    """What to search for: the words of asking and the certifications' names are gone, all else is kept; never empty."""
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
