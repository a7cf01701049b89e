"""The commands, their arguments and their help."""

from __future__ import annotations

import argparse

from assistant.cli.french_argparse import FrenchParser
from assistant.french import NBSP

DESCRIPTION = "Acquis répond aux questions sur les référentiels de certification (VAE), en citant le texte mot pour mot, hors ligne."
DEFAULT_PORT = 8501
LOCAL = "127.0.0.1"
DRAFT_KINDS = ("entretien", "relance", "situation", "grille", "qcm", "positionnement")

Commands = argparse._SubParsersAction  # argparse exports no public name for what add_subparsers returns


def build_parser() -> FrenchParser:
    """The parser of ``acquis``; ``command`` is the name of the command that was given."""
    parser = FrenchParser(prog="acquis", description=DESCRIPTION)
    _add_common(parser, None)
    commands = parser.add_subparsers(title="Commandes", dest="command", metavar="COMMANDE", required=True, parser_class=FrenchParser)
    _referentials(commands)
    _asking(commands)
    _drafting(commands)
    _comparing(commands)
    _paroles(commands)
    _conversations(commands)
    _feedback(commands)
    _evaluating(commands)
    _upkeep(commands)
    return parser


def _add_common(parser: FrenchParser, default: object) -> None:
    """Options that may stand before or after the command; after it, an absent one must not erase what stands before."""
    where = "dossier où Acquis range tout (sinon ACQUIS_HOME, sinon le dossier de données de l'utilisateur)"
    parser.add_argument("--home", metavar="DOSSIER", default=default, help=where)
    parser.add_argument("--json", action="store_true", default=default, help="écrit un seul document JSON sur la sortie standard")


def _add(commands: Commands[FrenchParser], name: str, summary: str) -> FrenchParser:
    parser = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
    _add_common(parser, argparse.SUPPRESS)
    return parser


def _referentials(commands: Commands[FrenchParser]) -> None:
    ingest = _add(commands, "ingest", "lit des documents ou des dossiers (pdf, docx, html, md, txt), les enregistre et les indexe")
    ingest.add_argument("paths", nargs="+", metavar="CHEMIN", help="fichier ou dossier à lire")
    ingest.add_argument("--id", help="identifiant de la certification (sinon tiré du nom du fichier)")
    ingest.add_argument("--label", metavar="TEXTE", help="nom de la version, pour distinguer deux référentiels de même intitulé")
    ingest.add_argument("--replaces", metavar="ID", help="identifiant du référentiel ou de la fiche que ce document remplace")
    ingest.add_argument("--strict", action="store_true", help="refuse un document dont la lecture laisse un doute")

    _add(commands, "list", "liste les référentiels en mémoire")

    show = _add(commands, "show", "affiche un référentiel, ou une de ses compétences")
    show.add_argument("id", metavar="ID", help="identifiant de la certification")
    show.add_argument("--competence", type=int, metavar="N", help="numéro de la seule compétence à afficher")

    export = _add(commands, "export", "écrit un référentiel dans un fichier, en Markdown (relisible par « ingest ») ou en JSON")
    export.add_argument("id", metavar="ID", help="identifiant de la certification")
    export.add_argument("-o", "--output", required=True, metavar="FICHIER", help="fichier à écrire, en .md ou en .json")

    correct = _add(commands, "correct", "corrige ce qui a été lu d'un document, en montrant les différences ; revient en arrière")
    correct.add_argument("id", metavar="ID", help="identifiant de la certification")
    edited = "texte corrigé, parti de « export ID -o FICHIER.md » (sans fichier : ce qui diffère du document lu)"
    correct.add_argument("file", nargs="?", metavar="FICHIER.md", help=edited)
    correct.add_argument("--undo", action="store_true", help="revient à l'état d'avant la dernière correction")
    _add_yes(correct)

    label = _add(commands, "label", "donne un nom à la version d'un référentiel (« nouvelle version », « 2019 »…)")
    label.add_argument("id", metavar="ID", help="identifiant de la certification")
    label.add_argument("label", metavar="TEXTE", help="le nom, entre guillemets ; vide pour n'en garder aucun")

    remove = _add(commands, "remove", "retire un référentiel de la mémoire")
    remove.add_argument("id", metavar="ID", help="identifiant de la certification")
    _add_yes(remove)


def _asking(commands: Commands[FrenchParser]) -> None:
    ask = _add(commands, "ask", "répond à une question en citant les référentiels")
    what = ask.add_mutually_exclusive_group(required=True)
    what.add_argument("question", nargs="?", metavar="QUESTION", help="la question, entre guillemets")
    batch = f"questions en lignes JSON («{NBSP}-{NBSP}»{NBSP}: entrée standard){NBSP}; une réponse JSON par ligne"
    what.add_argument("--batch", metavar="FICHIER", help=batch)
    ask.add_argument("--certification", metavar="ID", help="certification dont il s'agit quand la question ne la nomme pas")

    mapping = _add(commands, "map", "dit quelles compétences et quels critères montrent des activités racontées")
    default = "identifiant de la certification (avec --batch, celle des lignes qui n'en donnent pas)"
    mapping.add_argument("id", nargs="?", metavar="ID", help=default)
    told = mapping.add_mutually_exclusive_group()
    text = f"ce que la personne raconte («{NBSP}-{NBSP}» ou rien{NBSP}: entrée standard)"
    told.add_argument("text", nargs="?", metavar="TEXTE", help=text)
    activities = f"activités en lignes JSON («{NBSP}-{NBSP}»{NBSP}: entrée standard){NBSP}; une réponse JSON par ligne"
    told.add_argument("--batch", metavar="FICHIER", help=activities)

    _checking(commands)

    evidence = _add(commands, "evidence", "conseille les preuves à apporter pour une compétence, critère par critère")
    evidence.add_argument("id", metavar="ID", help="identifiant de la certification")
    evidence.add_argument("--competence", type=int, metavar="N", required=True, help="numéro de la compétence")


def _checking(commands: Commands[FrenchParser]) -> None:
    check = _add(commands, "check", "pré-lit le dossier d'un candidat et dit ce qu'il montre, critère par critère")
    check.add_argument("id", metavar="ID", help="identifiant de la certification visée")
    check.add_argument("dossier", metavar="DOSSIER", help="le dossier, en .docx, .pdf, .odt, .md ou .txt")
    check.add_argument("-o", "--output", metavar="RAPPORT", help="rapport à écrire, en .docx, .xlsx, .csv, .md ou .json")
    previous = "lecture précédente (un .json écrit par cette commande), pour dire ce qui s'est amélioré"
    check.add_argument("--compare", metavar="AVANT.json", help=previous)
    masked = "masque dans le rapport les noms, courriels, téléphones, adresses et entreprises reconnus"
    check.add_argument("--mask", action="store_true", help=masked)
    check.add_argument("--mask-also", nargs="+", metavar="MOT", help="masque aussi ces mots")


def _drafting(commands: Commands[FrenchParser]) -> None:
    draft = _add(commands, "draft", "rédige questions, mises en situation, grilles et QCM, critère par critère")
    draft.add_argument("id", metavar="ID", help="identifiant de la certification")
    draft.add_argument("--competence", type=int, nargs="+", metavar="N", help="numéros des compétences (par défaut toutes)")
    draft.add_argument("--block", type=int, nargs="+", metavar="N", help="numéros des blocs")
    kinds = "entretien, relance, situation, grille, qcm ou positionnement (par défaut entretien)"
    draft.add_argument("--kind", choices=DRAFT_KINDS, default=DRAFT_KINDS[0], metavar="TYPE", help=kinds)
    draft.add_argument("--count", type=int, metavar="N", help="nombre exact d'éléments (par défaut, ce qu'il faut pour tout couvrir)")
    formats = "fichier à écrire : .docx, .xlsx, .csv, .md, .xml (Moodle), .gift ou .json"
    draft.add_argument("-o", "--output", metavar="FICHIER", help=formats)
    reviewed = "série relue (un .json écrit par cette commande) dont seuls les éléments acceptés ou modifiés sont repris"
    draft.add_argument("--reviewed", metavar="FICHIER.json", help=reviewed)


def _comparing(commands: Commands[FrenchParser]) -> None:
    compare = _add(commands, "compare", "compare deux versions ou deux certifications, ou cherche un terme dans tous les référentiels")
    ids = "les deux identifiants, l'ancienne version (ou la certification acquise) d'abord ; avec --term, où chercher (par défaut partout)"
    compare.add_argument("ids", nargs="*", metavar="ID", help=ids)
    compare.add_argument("-o", "--output", metavar="FICHIER", help="fichier à écrire : .docx, .xlsx, .csv, .md ou .json")
    shown = "résultat de « map --json » ou de « check --json » sur la première : dit ce qui compte encore, est à relire, est nouveau"
    compare.add_argument("--shown", metavar="FICHIER.json", help=shown)
    compare.add_argument("--activity", metavar="TEXTE", help="de même, pour ce que la personne raconte")
    term = "terme à chercher, quelles que soient ses formes (« audit », « AMDEC ») ; l'option se répète"
    compare.add_argument("--term", action="append", metavar="TERME", help=term)


def _paroles(commands: Commands[FrenchParser]) -> None:
    paroles = _add(commands, "paroles", "compte les paroles de chaque critère, en ajoute, en fait proposer, en retire")
    paroles.add_argument("id", metavar="ID", help="identifiant de la certification")
    what = paroles.add_mutually_exclusive_group()
    what.add_argument("--template", metavar="FICHIER", help="écrit un fichier à compléter, en .csv ou en .jsonl, une ligne par critère")
    what.add_argument("--add", metavar="FICHIER", help="vérifie puis ajoute les paroles d'un fichier, en .csv ou en .jsonl")
    what.add_argument("--draft", action="store_true", help="en demande au modèle de langage réglé, pour les critères qui n'en ont pas")
    what.add_argument("--remove", metavar="ORIGINE", help=f"retire celles d'une origine, ou «{NBSP}all{NBSP}» pour toutes celles ajoutées")


def _conversations(commands: Commands[FrenchParser]) -> None:
    summary = "liste, affiche, renomme, exporte et efface les conversations gardées par l'interface web"
    conversations = _add(commands, "conversations", summary)
    actions = conversations.add_subparsers(title="Actions", dest="action", metavar="ACTION", required=True, parser_class=FrenchParser)

    listing = _add(actions, "list", "liste les conversations, la dernière d'abord")
    listing.add_argument("--search", default="", metavar="MOTS", help="seulement celles où ces mots se trouvent, sans égard aux accents")

    _add_conversation(_add(actions, "show", "affiche une conversation"))

    rename = _add(actions, "rename", "donne un autre titre à une conversation")
    _add_conversation(rename)
    rename.add_argument("title", metavar="TITRE", help="le nouveau titre, entre guillemets")

    export = _add(actions, "export", "écrit une conversation dans un fichier, en Markdown ou pour Word")
    _add_conversation(export)
    export.add_argument("-o", "--output", required=True, metavar="FICHIER", help="fichier à écrire, en .md ou en .docx")

    delete = _add(actions, "delete", "efface une conversation")
    _add_conversation(delete)
    _add_yes(delete)


def _add_conversation(parser: FrenchParser) -> None:
    parser.add_argument("id", metavar="ID", help=f"identifiant de la conversation, donné par «{NBSP}conversations list{NBSP}»")


def _feedback(commands: Commands[FrenchParser]) -> None:
    feedback = _add(commands, "feedback", "montre les avis donnés sur les réponses et les écrit comme cas d'évaluation à relire")
    actions = feedback.add_subparsers(title="Actions", dest="action", metavar="ACTION", required=True, parser_class=FrenchParser)

    _add(actions, "list", "montre ce qu'un export écrirait, mot pour mot")

    export = _add(actions, "export", "écrit les cas, après avoir montré ce qu'ils contiennent")
    export.add_argument("-o", "--output", required=True, metavar="FICHIER", help="fichier à écrire, en lignes JSON (.jsonl)")
    only = "seulement ces cas (par défaut, tous ceux qui ne semblent désigner personne)"
    export.add_argument("--only", nargs="+", metavar="ID", help=only)
    _add_yes(export)


def _evaluating(commands: Commands[FrenchParser]) -> None:
    evaluate = _add(commands, "eval", "passe des jeux d'évaluation et compare deux passages")
    evaluate.add_argument("files", nargs="*", metavar="FICHIER", help="jeux en lignes JSON (par défaut ceux du dépôt, partie « dev »)")
    evaluate.add_argument("-o", "--output", metavar="RUN.json", help="garde le passage, score par score, avec la raison de chacun")
    evaluate.add_argument("--against", metavar="RUN.json", help="compare à un passage gardé")
    evaluate.add_argument("--failures", action="store_true", help="affiche chaque échec et sa raison")
    baselines = "compare aux recettes usuelles et à la recherche seule ; DOSSIER contient les documents ingérés"
    evaluate.add_argument("--baselines", metavar="DOSSIER", help=baselines)
    model = "modèle sentence-transformers (un dossier) pour la recette par défaut de --baselines (sinon celui des réglages)"
    evaluate.add_argument("--model", metavar="DOSSIER", help=model)
    evaluate.add_argument("--ablate", action="store_true", help="repasse les jeux en coupant une partie de la recherche à la fois")
    drafting = "mesure seulement la rédaction (nombre exact, critères couverts, doublons, grammaire) sur les référentiels en mémoire"
    evaluate.add_argument("--drafting", action="store_true", help=drafting)


def _upkeep(commands: Commands[FrenchParser]) -> None:
    _add(commands, "index", "refait l'index de recherche")

    serve = _add(commands, "serve", "ouvre l'interface web, sur cette machine seulement sauf réglage")
    serve.add_argument("--port", type=int, default=DEFAULT_PORT, metavar="N", help=f"port (par défaut {DEFAULT_PORT})")
    address = f"adresse d'écoute (par défaut {LOCAL}{NBSP}: cette machine seulement)"
    serve.add_argument("--address", default=LOCAL, metavar="ADRESSE", help=address)
    host = f"nom sous lequel un serveur frontal publie Acquis («{NBSP}acquis.exemple.fr{NBSP}»){NBSP}; tout autre nom est refusé"
    serve.add_argument("--host", default="", metavar="NOM", help=host)
    path = f"chemin sous lequel un serveur frontal publie Acquis («{NBSP}acquis{NBSP}» pour https://exemple.fr/acquis/)"
    serve.add_argument("--base-path", default="", metavar="CHEMIN", help=path)

    bench = _add(commands, "bench", "mesure les temps et la mémoire, et les compare aux objectifs du projet")
    bench.add_argument("--folder", metavar="DOSSIER", help="dossier de référentiels à lire (par défaut les fiches)")
    bench.add_argument("--app", action="store_true", help="mesure aussi l'application dans Chromium (demande Playwright)")
    bench.add_argument("--big", action="store_true", help="indexe aussi 100 000 passages synthétiques (plusieurs minutes)")

    purge = _add(commands, "purge", "efface ce qui est personnel (conversations, dossiers, paroles ajoutées, journal, copies des PDF)")
    _add_yes(purge)


def _add_yes(parser: FrenchParser) -> None:
    parser.add_argument("--yes", action="store_true", help="ne demande pas de confirmation")
