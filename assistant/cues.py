"""The words by which people ask for a part, a section, a fact or something that no referential holds.

Patterns are matched on folded text (lower case, no accents, straight apostrophes); each line is one idea of the trade.
"""

from __future__ import annotations

import re

PARTS: dict[str, str] = {
    "methods": r"\bmethod\w*|\bdemarches? (?:demandee|attendue)s?|\bmode operatoire attendu",
    "means": r"\bmoyens?\b|\bcote outils?\b|\bquels? (?:outils?|supports?)\b",
    "relations": r"\brelation\w*|\bliens? pro\w*|\bcote humain|\bavec qui\b|\binterlocuteurs?\b",
    "constraints": r"\bcontraintes?\b|\bmilieu et environnement\b",
    "conditions": (
        r"\bconditions? de realisation|\bdans quelles? conditions?\b|\bconditions? d'?exercice"
        r"|\bconditions?\b(?! d'(?:admiss|acces|inscr|obten))"
    ),
    "results": (
        r"\bresultats?\b|\battendus?\b(?! de l'entreprise)|\bqu'est[- ]ce qui est attendu|\barriver a quoi\b"
        r"|\ba quoi (?:faut[- ]il |il faut )?(?:arriver|aboutir)\b|\bdoit sortir\b|\battends? (?:quoi )?(?:au bout|a la fin|a l'arrivee)\b"
    ),
    "knowledge": (
        r"\bconnaissances?\b|\bsavoirs?\b(?! faire)|\bfaut[- ]il (?:connaitre|savoir\b(?! faire))|\bdois[- ]je (?:connaitre|savoir)"
        r"|\ba connaitre\b"
    ),
}
CRITERIA = re.compile(
    r"\bcrit?eres?\b|\bexigences?\b|\bcomment (?:est|suis|serai|sont)[- ]?\w* evalue|\bsur quoi (?:je|on|est)\b"
    r"|\bindicateurs? d'evaluation"
)
FAMILIES = ("methods", "means", "relations", "constraints")

SECTIONS: dict[str, tuple[str, str]] = {
    # key: (how it is asked for, how the headings name it)
    "missions": (
        r"\bmissions?\b|\bactivites (?:visees|principales|du (?:metier|titulaire|cqpm|poste))|\bles activites\b"
        r"|\bfiche de poste|\ben quoi consiste le (?:metier|poste|travail)"
        r"|\bque fait (?:un|une|le|la)\b|\bc'est quoi (?:le|ce) (?:metier|boulot|job)"
        r"|\brole (?:du|de la|d'un|d'une) (?:technicien|coordo|pilote|titulaire)",
        r"mission|activites|resume du referentiel",
    ),
    "environment": (
        r"\benvironnement de travail|\bou (?:travaille|exerce|bosse)|\bdans quel(?:le)?s? (?:secteurs?|entreprises?|type d'entreprise)"
        r"|\bsecteurs? d'activite|\bcaces\b|\bdeplacements?\b",
        r"environnement de travail|secteurs",
    ),
    "interactions": (
        r"\binteractions?\b|\b(?:superieur|chef|n\+1|manager|patron) (?:du|de la|hierarchique)\b"
        r"|\bdepend(?:re|ent)? de qui\b|\borganigramme\b|\bsous ses ordres\b|\bsupervision"
        r"|\bsous (?:la responsabilite|l'autorite|les ordres) de qui"
        r"|\bson (?:chef|responsable|superieur)|\bavec (?:quels?|qui) (?:services?|interlocuteurs?|travaille)"
        r"|\brattache\b|\blien hierarchique|\bhierarchi\w+ (?:du|de la) (?:technicien|coord|pilote)",
        r"interactions",
    ),
    "evolution": (
        r"\bevolutions?\b(?! (?:legislat|regl))|\bprospective|\bavenir du metier|\bmetier (?:change|evolue)"
        r"|\bnouvelles technologies|\bblockchain\b",
        r"evolution|prospective",
    ),
    "evaluation": (
        r"\bcomment\b.{0,25}\bevaluee?s?\b|\bmodalites? d'eval\w*|\bevaluations?\b|\bcommission\b"
        r"|\bcomment (?:ca )?se passe\w* (?:l'|les |mon )?(?:eval|examen|epreuve|jury|certif)|\bmise en situation"
        r"|\bavis de l'entreprise"
        r"|\bsituation (?:professionnelle )?(?:reelle|reconstituee)|\bepreuves?\b|\binscri\w+|\bqui (?:m')?evalue"
        r"|\bobservation en situation",
        r"modalites d'evaluation|modalites d'acces|mise en oeuvre des (?:evaluations|modalites)",
    ),
    "admissibility": (
        r"\badmis\w+|\bqui (?:delivre|attribue|decide|decerne)|\bobten(?:ir|tion)\b"
        r"|\bquand est[- ]ce (?:que )?(?:j'ai|on a) (?:le|la|mon)|\battribu\w+"
        r"|\bdeliberation|\bjury paritaire|\bdecroche\w*|\bavoir (?:le|mon) cqpm"
        r"|\btoutes les competences\b.{0,30}\b(?:valid|acqui|obten)\w*",
        r"admissib|descriptif des composantes",
    ),
}

FACTS: dict[str, str] = {
    "rncp_code": r"\bcode rncp|\bnumero (?:de (?:la )?fiche|rncp)|\bn° ?rncp|\bfiche rncp (?:numero|n°)",
    "rome_codes": r"\brome\b|\b[a-n]\d{4}\b",
    "nsf_codes": r"\bnsf\b",
    "formacodes": r"\bformacodes?\b",
    "level": r"\bniveau (?:du|de la|de ce|europeen|de (?:diplome|certification|qualification))|\bquel niveau\b",
    "collective_agreement": r"\bconvention collective|\bconvention\b|\bidcc\b",
    "authority": r"\bautorite\b|\bcertificateur|\bqui delivre|\borganisme (?:certificateur|responsable)",
    "signatory": r"\bsignataire|\bqui signe",
    "registered_from": r"\benregistre\w*|\bdate (?:d'effet|d'enregistrement)|\bdepuis quand|\ba partir de quand",
    "registered_until": (
        r"\bjusqu'(?:a quand|en|au)|\bexpire|\bvalid(?:ite|e) (?:de l'enregistrement|jusqu)|\becheance|\bdate de fin"
        r"|\bencore valable|\bduree d'enregistrement|\benregistre\w*"
    ),
    "statistics": r"\bpar an\b|\bchaque annee|\bstatistiques?|\bcombien de (?:personnes|candidats|titulaires|fois)",
    "jury_composition": r"\bcomposition (?:du|des) jurys?|\bqui (?:compose|siege|est dans)\w*|\bmembres? du jury|\bjury\b",
    "component_validity": (
        r"\bvalidite des composantes|\bcomposantes acquises|\bcombien de temps (?:je garde|gard|reste)"
        r"|\bblocs? .{0,60}(?:combien de temps|duree de vie|a vie|perim\w+|expir\w+|reste\w* (?:bon|valable|acquis)|encore valable)"
    ),
    "history": (
        r"\bhistorique|\b(?:depuis )?quelle annee|\bvit[- ]il le jour|\bcree en quelle annee"
        r"|\bquand (?:a[- ]t[- ](?:il|elle)|a ete|fut)\b.{0,40}\b(?:cree|valide)|\bcpne\b"
    ),
    "certification_places": r"\blieux? de certification|\badresse\b|\bou se passe la certification",
    "preparation_places": r"\blieux? de preparation|\bou (?:se preparer|preparer|se former)",
    "information_sources": r"\bsites? (?:internet|web)|\bsources? d'information|\bplus d'informations?|\blien internet",
    "jobs": (
        r"\bemplois? vises|\bdebouches?\b|\btypes? d'emplois?|\bemplois? accessibles?"
        r"|\bquels? (?:metiers?|postes?|emplois?) (?:apres|avec|peut|accessible)"
    ),
    "sectors": r"\bsecteurs? d'activite",
    "vae_order": r"\barrete vae|\bdecret.* vae",
    "legal_general_decree": r"\bdecret general",
    "legal_creation_order": r"\barrete (?:de )?creation|\barrete d'enregistrement|\bbase legale",
    "other_references": r"\breferences autres|\bautres references",
    "european_agreements": r"\baccords? europeens?|\baccords? internationa",
    "other_certifications_links": r"\bcertifications?\b.{0,40}\bliens?\b|\bliens? avec d'autres certif|\bequivalences?\b",
    "access": (
        r"\bapprentissage|\bapprentis?\b|\bcontrat pro\b|\bcandidat libre|\btou(?:t|te) seule?\b|\bcontrat de pro\w*"
        r"|\bformation continue|\bcandidature individuelle|\bstatut d'eleve"
        r"|\betudiant|\b(?:par|en) (?:la )?vae\b|\baccessible\b.{0,20}\bvae\b|\bnouvelle[- ]caledonie|\bpolynesie"
        r"|\b(?:voies?|conditions?|modalites?) d'(?:acces|inscription)"
    ),
}

COUNT = re.compile(
    r"\bcombien (?:y a[- ]t[- ]il )?(?:de|d') ?(?:blocs?|competences?|capacites?)\b"
    r"|\bles (?:\d+|deux|trois|quatre|six|sept|huit|onze) (?:blocs|competences|capacites)\b"
)
STRUCTURE = re.compile(
    r"\bcombien (?:y a[- ]t[- ]il )?(?:de|d') ?(?:blocs?|competences?|capacites?)\b"
    r"|\b(?:quels?|liste\w*|donne\w*|enumere\w*|cite\w*|quelles?|c'est quoi|les|montre\w*|affiche\w*)"
    r" (?:sont |moi |-moi )*(?:tous |toutes |les |des |sont |ses )*(?:\w+ )?(?:blocs?|competences?|capacites?)\b"
    r"|\bcodes? (?:du|des|de) ?(?:l[ae] )?blocs?|\b(?:quel|quels) codes?\b|\bdans quel bloc|\bquel bloc"
    r"|\bfaut(?:[- ]il)? savoir faire\b"
    r"|\b(?:que|ce qu[e']) ?(?:demande|exige) (?:le |la |l'|mon |ma |cette )?(?:cqpm|certif\w*|referentiel)\b"
    r"|\bintitules?\b|\bplan du referentiel|\bstructure\b|\bcomment (?:est|s)[- ]?\w* (?:organise|decoupe|structure)|\bde combien\b"
)
ONLY_IN_SHEETS = frozenset(
    {
        "rncp_code",
        "rome_codes",
        "collective_agreement",
        "nsf_codes",
        "formacodes",
        "registered_from",
        "registered_until",
        "statistics",
        "history",
        "jobs",
    }
    | {"component_validity", "access"}
)
"""Facts that no CQPM referential states: a question about one goes to the registry sheet of the certification named."""
CODE = re.compile(r"\bcodes?\b|\bbdc\b")
CATALOGUE = re.compile(
    r"\bquel(?:le)?s? (?:sont les )?(?:referentiels?|certifications?|cqpm|diplomes?)\b.*\b(?:connais|as[- ]tu"
    r"|disponibles?|en memoire|charge|dispose|couvr|proposes?)"
    r"|\bliste\w* (?:des|les|moi les) (?:referentiels?|certifications?|cqpm)\b"
)
EVIDENCE = re.compile(
    r"\bpreuves?\b|\bjustificatifs?\b|\bquoi (?:apporter|fournir|montrer|mettre dans)"
    r"|\bquels? documents? (?:apporter|fournir|joindre)|\bprouver\b|\bse prouve(?:nt)?\b|\bdemontrer\b|\billustrer\b"
)
DRAFT = re.compile(
    r"(?<!\bje )(?<!\bpour )\b(?:redige[rz]?|prepare[rz]?|propose[rz]?|fais|faites|fabrique[rz]?|genere[rz]?|cree[rz]?"
    r"|ecris|ecrivez|imagine[rz]?|construis|construisez"
    r"|elabore[rz]?|donne[rz]?|il me faut|il me faudrait|je veux|je voudrais|j'aimerais|sors)\b.{0,60}"
    r"\b(?:questions?(?! a (?:me |lui |leur )?poser)|relances?|qcm|quiz|mises? en situation(?! de depart)"
    r"|situations? (?:professionnelles?|d'evaluation)|cas pratiques?|etudes? de cas|grilles? d(?:'|e )\w+|auto[- ]?positionnement)\b"
)
"""Items to be written for an assessment; not « je prépare ma grille », which asks for what to put in it."""
COMPARISON = re.compile(
    r"\bcompar\w+|\bdifferences?\b|\bqu'est[- ]ce qui change|\bce qui (?:a )?change|\bchangements?\b"
    r"|\bpar rapport a\b|\bentre (?:l'|les |la |le )?(?:ancien|nouv|deux)"
    r"|\bcote a cote\b|\bqu'est[- ]ce qui (?:separe|distingue|differe)|\ben quoi\b.{0,40}\bdiffer\w*|\bpoints? communs?\b"
    r"|\bdiff\b|\bvs\b|\bversus\b|\ben parallele\b"
)
STEPS = re.compile(
    r"\bcomment\b.{0,30}\b(?:se (?:passe|deroule|fait)|ca (?:se )?(?:passe|marche|deroule)|proced\w+|obten\w+|(?:m'|s')?inscri\w+)"
    r"|\betapes?\b|\bprocedures?\b|\bderoule\w*|\bdans quel ordre\b|\bdemarches? (?:a (?:faire|suivre)|pour)\b"
)
"""How something proceeds, in an order."""
BLOCK_OF = re.compile(r"\b(?:dans|a|de|c'est|quel est) (?:le |quel )bloc\b|\bquel bloc\b")
FIGURE = re.compile(
    r"\d\s?%|\b(?:\d+|deux|trois|quatre|cinq|six|sept|huit|dix|plusieurs)\s+(?:ans?|années?|mois|semaines?|jours?"
    r"|heures?|minutes?|fois|membres?"
    r"|représentants?|kg|mètres?|km|points?|pages?)\b",
    re.IGNORECASE,
)
"""What a passage must hold to answer a question about a figure: a share, or a number with its unit."""
QUANTITY = re.compile(
    r"\bcombien\b|\bquel(?:le)?s? (?:est |sont )?(?:la |le |l')?(?:\w+ )?(?:coefficient|note|bareme|poids|vitesse"
    r"|hauteur|duree|age|effectif|quota|seuil|pourcentage|taux)"
    r"|\b(?:maximale?|minimale?|minimum|maximum|max|eliminatoire)\b|\bsur \d+ points\b|\bun chiffre\b|\bquel jour\b"
    r"|\ba quelle date\b|\ble nom d[eu]\b"
)
OTHER_CERTIFICATION = re.compile(
    r"\b(?:bts|but|dut|cap|bac pro|licence pro|master|deug|titre pro(?:fessionnel)?)\b|\brncp ?(?P<code>\d{3,6})\b"
)
WHOLE_STRUCTURE = re.compile(
    r"\bblocs?\b.{0,25}\b(?:codes?|intitules?|titres?)\b|\b(?:codes?|noms?) d(?:u|es) (?:\w+ )?blocs?\b"
    r"|\bquelles competences (?:il |elle )?(?:contient|comporte|dedans)|\b(?:il|elle) (?:contient|comporte) quelles competences"
)
LISTED = re.compile(r"\b(?:blocs|competences|capacites)\b")
"""« compétences du technicien qualité » and nothing else: a list is wanted."""
ALL_LISTED = re.compile(
    r"\b(?:combien|nombre) de (?:blocs|competences|capacites)\b|\b(?:quels|tous les|liste des) (?:sont (?:les|ses) )?blocs\b"
    r"|\b(?:il|elle) (?:a|comporte|contient|compte) (?:quels|quelles) (?:blocs|competences|capacites)\b"
)
COMPETENCES_LISTED = re.compile(
    r"\b(?:quelles sont (?:toutes )?(?:les|ses|leurs)|toutes (?:les|ses)|liste (?:des|de ses)) (?:competences|capacites)\b"
)
ACTIVITY = re.compile(r"\bactivites?\b|\bmissions?\b")
LOCATE = re.compile(
    r"\b(?:quel|quelle|quels|quelles|lequel|laquelle|lesquels|lesquelles)(?: est| sont)?(?: la| le| les| des| de)?(?: \w+)? "
    r"(?:crit?eres?|familles?|competences?|capacites?|parties?|cqpm|referentiels?|certifications?|endroits?)\b"
    r"|\b(?:cite|mentionne|evoque|parle|figure|apparait|trouve)\w*\b.{0,40}\b(?:ou|endroit|quel\w*)\b|\bou (?:est|sont)\b"
)
EVERYWHERE = re.compile(
    r"\btoutes? (?:les )?certifications?|\btous les (?:cqpm|referentiels?)"
    r"|\b(?:quels?|lesquels|combien de) (?:des )?(?:\w+ )?(?:cqpm|referentiels?|certifications?)"
    r"|\bdans lesquel\w+|\bpartout\b|\bles (?:deux|trois|quatre|cinq) (?:cqpm|referentiels?|certifications?)"
    r"|\bchacun des\b|\bquelles competences\b"
)
NARRATION = re.compile(
    r"\bj'ai (?!besoin|une question|du mal|le droit|lu\b)"
    r"|\bje (?:fais|gere|tiens|mets|suis passe|monte|prepare|controle|verifie|range|lis|anime|redige|participe"
    r"|remplis|relance)"
    r"|\bon (?:fait|a fait|a mis|s'est|met|gere)\b|\bj'(?:anime|ecris|organise|envoie|utilise|audite|accueille|appelle)\b|\bc'est moi qui\b"
)
SMALL_TALK = re.compile(
    r"^\W*(?:bonjour|bonsoir|salut|coucou|hello|hey|merci\w*|au revoir|bonne (?:journee|soiree)|ca va|ok|d'accord"
    r"|super|parfait|qui es[- ]tu|tu es qui|comment tu t'appelles)\b"
    r"(?:\W*(?:a (?:tous|vous|toi)|beaucoup|bcp|bien|tout le monde|monsieur|madame|ca va|merci|et toi"
    r"|pour (?:tout|votre aide|ton aide)|bonne (?:journee|soiree)|j'espere que vous allez bien)\b)*\W*$"
)
THANKS = re.compile(r"\bmerci\w*")
OUT_OF_SCOPE = re.compile(
    r"\bignore[sz]?\b.{0,30}\b(?:instructions?|consignes?|regles?)"
    r"|\boublie[sz]?\b.{0,20}\b(?:instructions?|consignes?|regles?)|\bprompt\b|\btu es (?:maintenant|desormais)"
    r"|\bfais comme si\b|\bsystem message|\bjailbreak"
    r"|\bton avis|\bvotre avis|\b(?:tu|vous) (?:en )?penses?[z]?\b|\bconseilles?[- ](?:tu|moi)|\bque ferais[- ]tu"
    r"|\bmeilleur(?:e|s)? (?:cqpm|certification|formation|ecole|centre)"
    r"|\bcoute\b|\bsalaires?\b|\bpaye?\b|\bremuner\w+|\bcombien (?:ca )?(?:gagne|coute|touche|paye)"
    r"|\bgagne[- ]t[- ]?(?:on|il|elle)|\btarifs?\b|\bprix\b|\b(?:payante?s?|gratuite?s?|sympas?)\b"
    r"|\bcouts? (?:du|de la|d'un|d'une) (?:cqpm|formation|vae|certif|dossier|accompagnement)|\bfinanc\w+|\bcpf\b"
    r"|\bopco\b|\brembours\w+"
    r"|\bavocat|\bprud'?hommes?|\blicenci\w+|\brecours\b|\bcontester\b|\bcode du travail\b"
    r"|\bmon employeur (?:refuse|peut|a le droit)|\bai[- ]je le droit|\ba[- ]t[- ](?:il|elle|on) le droit"
    r"|\best[- ]ce legal"
    r"|\bmeteo\b|\brecette\b|\bblague\b|\bpoeme\b|\bfootball\b|\bcapitale de\b|\bpresident de la republique|\bhoroscope|\btraduis\w*\b"
    r"|\b(?:vais|va)[- ]je (?:reussir|avoir|l'avoir|obtenir)|\bmes chances|\bsuis[- ]je (?:pret|capable|au niveau)"
    r"|\bai[- ]je (?:assez|deja)|\bmon dossier est[- ]il|\bmon (?:numero|mot de passe|nom)\b"
    r"|\bai[- ]je\b|\bmon chef (?:va|peut|doit|veut)|\bt'appelles?\b|\btelephone\b|\bmieux (?:pour moi|que)\b"
    r"|\b(?:le|la) mieux\b|\btrop (?:dur|difficile|facile|complique)|\best trop long"
    r"|\battaquer\b|\brecale\w*|\bpleuvoir\b|\bpoete\b|\bsonnet\b|\bnote minimale\b|\bmoyenne (?:minimale|requise)\b"
    r"|\btaux de reussite\b|\bcombien de (?:temps|pages|mois|semaines|jours|heures)\b"
    r"|\bniveau d'anglais\b|\bexplique[rz]?[- ]?(?:moi)? comment (?:calculer|faire)\b|\breponds uniquement\b"
    r"|\bc'est un ordre\b|\bprochaine? (?:jury|session|date)\b|\bmeilleure?s? que\b"
    r"|\bgagne\b|\bconseill(?:ez|es|er|e)\b(?!er vae)|\bmots? de passe\b|\brepete[zr]? apres\b|\btu sais (?:ou|qui|quand|si je)\b"
    r"|\bvraie personne\b|\brobot ou\b|\bfranchement\b|\baccident du travail\b"
    r"|\bsuis[- ]je (?:couvert|pret|capable|sur)\w*|\bcombien\b.{0,30}\bj'ai\b"
    r"|\bnombre de (?:pages|lignes|mots|minutes|jours|heures)\b|\bune marque\b"
)


def matches(pattern: str, folded: str) -> bool:
    """Whether a cue occurs in a folded question."""
    return re.search(pattern, folded) is not None
