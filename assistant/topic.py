"""What a question is about once the names of certifications and competences, and the words of asking, are taken away."""

from __future__ import annotations

import re

from assistant import cues
from assistant.catalogue import Catalogue, name_words
from assistant.reading import Reading

_ASKING = set(
    """a ai ainsi alors apres as au aussi aux avec avoir besoin bien bonjour c ca car ce cela ces cet cette chaque ci combien comme comment concernant connaitre d dans de demande demandee demandees
    demander des dire dis doit dois doivent donc donne donner du elle elles en entre est et etait etre eu expliquer explique fait faire faut il ils j je l la le les leur leurs lors lui m ma mais me meme mes moi mon
    n ne ni non nos notre nous on ont ou par parle parler pas peu peut peux plait plus pour pourquoi pouvez puis qu quand que quel quelle quelles quels qui quoi s sa sans savoir se selon sera ses si sil son sont sous
    stp sur svp t ta te tes toi ton tous tout toute toutes tu un une va vais veut veux vers vos votre voudrais vous y liste lister citer cite precisement exactement sujet question reponse existe existent quelque chose
    referentiel referentiels cqpm cqp certification certifications competence competences capacite capacites critere criteres bloc blocs numero niveau partie texte prevu prevue prevus dit ecrit indique precise attend
    attendu attendue attendus attendues evaluer evalue evaluee evaluation candidat candidate titulaire metier famille part cote vae dois-je merci the what is of for are which cher madame monsieur urgent rapide
    intitule intitules code codes organise organisee decoupe structure structuree plan nombre version versions ancien ancienne nouveau nouvelle premier premiere deuxieme troisieme dernier derniere fiche rncp enumere montre
    affiche presente associe associee associes associees professionnel professionnelle professionnelles""".split()
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
    return [word for word in words if word not in _ASKING and not _is_named(word, named) and not word.isdigit() and len(word) > 1]


def _is_named(word: str, named: set[str]) -> bool:
    return any(word == name or (len(word) >= 5 and len(name) >= 5 and word[:5] == name[:5]) for name in named)
