"""Words of the trade that stemming alone does not bring together.

``FAMILIES``: words of one family whose French stems differ (auditeur, audit). Each line is one family.
``SYNONYMS``: an acronym and what it stands for. Each group's first member names it.
``STOP_WORDS``: words that carry no meaning in a question or a criterion. The list is short on purpose: BM25 weighs the rest.
"""

from __future__ import annotations

FAMILIES: tuple[str, ...] = (
    "audit audits audité auditée auditer auditeur auditeurs auditrice",
    "travail travaux travailler travaille travailleur",
    "conduire conduit conduisait conduite conducteur conductrice",
    "gérer gère gestion gestionnaire",
    "former formé formation formateur formatrice",
    "recevoir reçoit reçu reçue réception réceptionner",
    "corriger corrigé correction correctif corrective",
    "prévenir prévention préventif préventive préventeur",
    "réduire réduit réduction",
    "suivre suit suivi suivie",
    "choisir choisi choix",
    "décrire décrit description descriptif",
    "définir défini définition",
    "planifier planifié planification planning",
    "communiquer communiqué communication",
    "rédiger rédigé rédaction rédacteur",
    "maintenir maintenu maintien",
    "vérifier vérifié vérification vérificateur",
    "mesurer mesure métrologie",
    "inventorier inventorié inventaire",
    "expédier expédié expédition expéditeur",
    "sécurité sécuriser sécurisé sécuritaire",
    "danger dangers dangereux dangereuse dangerosité",
    "réglementation réglementaire règlement",
    "exiger exigé exigence exigences",
    "mail mails email courriel courriels",
    "anomalie anomalies dysfonctionnement dysfonctionnements",
    "collègue collègues collaborateur collaborateurs collaboratrice",
    "chef cheffe chefs hiérarchie hiérarchique",
)

SYNONYMS: tuple[tuple[str, ...], ...] = (
    (
        "duerp",
        "duer",
        "document unique",
        "document unique d'évaluation des risques",
        "document unique d'évaluation des risques professionnels",
    ),
    ("nc", "non-conformité", "non conforme", "non conformes"),
    ("epi", "équipement de protection individuelle"),
    ("epc", "équipement de protection collective"),
    ("fds", "fiche de données de sécurité"),
    ("caces", "certificat d'aptitude à la conduite en sécurité"),
    ("amdec", "analyse des modes de défaillance", "analyse des modes de défaillance de leurs effets et de leur criticité"),
    ("gpao", "gestion de production assistée par ordinateur", "gestion de la production assistée par ordinateur"),
    ("gmao", "gestion de maintenance assistée par ordinateur", "gestion de la maintenance assistée par ordinateur"),
    ("erp", "pgi", "progiciel de gestion intégré"),
    ("wms", "système de gestion d'entrepôt", "logiciel de gestion d'entrepôt"),
    ("fifo", "peps", "premier entré premier sorti"),
    ("qse", "qhse", "hqse", "qualité sécurité environnement", "qualité hygiène sécurité environnement"),
    ("smq", "système de management de la qualité"),
    ("smi", "système de management intégré"),
    ("pdca", "roue de deming"),
    ("kpi", "indicateur de performance"),
    ("spc", "msp", "maîtrise statistique des procédés"),
    ("trs", "taux de rendement synthétique"),
    ("swot", "ffom", "forces faiblesses opportunités menaces"),
    ("icpe", "installation classée", "installation classée pour la protection de l'environnement"),
    ("rse", "responsabilité sociétale", "responsabilité sociétale des entreprises"),
    ("cse", "comité social et économique"),
    ("sst", "sauveteur secouriste du travail"),
    ("cdc", "cahier des charges"),
    ("bl", "bon de livraison"),
    ("of", "ordre de fabrication"),
    ("cr", "compte rendu"),
    ("pv", "procès-verbal"),
    ("vae", "validation des acquis de l'expérience"),
    ("cqpm", "certificat de qualification paritaire de la métallurgie"),
    ("rncp", "répertoire national des certifications professionnelles"),
    ("5s", "cinq s"),
    ("8d", "huit d"),
    ("qqoqcp", "qqoqccp"),
)

STOP_WORDS: frozenset[str] = frozenset(
    """
    a à ai aient ainsi ait alors as au aucun aussi autre aux avaient avais avait avec avez avoir avons c ça car ce ceci cela celle celles
    celui ces cet cette ceux chaque ci comme comment d dans de des dois doit doivent donc dont du elle elles en encore es est et étaient
    étais était été êtes être eu eux fait faire faut font il ils j je jusqu l la là le les leur leurs lorsqu lui m ma mais me même mes moi
    mon n ne ni nos notre nous on ont or ou où par pas peu peut peuvent peux plus pour pourquoi puisqu qu quand que quel quelle quelles
    quels qui quoi s sa sans se sera si sinon soi soit sommes son sont sous suis sur t ta te tes toi ton tous tout toute toutes tu un une
    va vais vers veut veux voici voilà vos votre vous y
    """.split()  # noqa: SIM905 - a list of two hundred quoted words is not readable
)
