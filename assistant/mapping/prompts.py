"""Questions to a person about what was not told, by what a criterion speaks of.

The first pattern that a folded criterion matches wins: the narrower stand before the wider.
"""

from __future__ import annotations

BY_FAMILY = {
    "methods": "Comment vous y êtes-vous pris, étape par étape ?",
    "means": "Avec quels outils, documents ou équipements l'avez-vous fait ?",
    "relations": "Avec qui avez-vous travaillé, et à qui avez-vous rendu compte ?",
    "constraints": "Quelles règles ou contraintes avez-vous dû respecter, et comment ?",
    "results": "Qu'est-ce que cela a donné, avec des chiffres ou des dates ?",
}
BY_SUBJECT: tuple[tuple[str, str], ...] = (
    # the analysis of a context, risks, regulation
    (r"swot|pestel", "Quel outil d'analyse avez-vous utilisé (SWOT, PESTEL, cartographie…), et pourquoi celui-là ?"),
    (r"finalite de l'organisation|enjeux internes", "Quels enjeux, internes et externes, avez-vous repérés, et par quelle méthode ?"),
    (
        r"attentes des parties interessees|besoins et attentes",
        "Qui avez-vous rencontré ou interrogé pour connaître les attentes, et qu'en est-il ressorti ?",
    ),
    (
        r"dimensions.*(?:politique|economique)",
        "De quelles dimensions avez-vous tenu compte (économie, lois, environnement, social, techniques) ?",
    ),
    (r"domaine d'application", "Quel lien avez-vous fait entre cette analyse, la politique de l'entreprise et le périmètre du système ?"),
    (r"inspecteur|dreal|carsat", "Avec quelles administrations avez-vous été en contact, et qu'avez-vous fait de leurs demandes ?"),
    (r"c(?:oe|œ)ur de metier", "Quelles règles propres à votre métier avez-vous suivies ?"),
    (r"mise a jour de la base|maintenu a jour", "Comment et à quel rythme teniez-vous à jour votre liste de textes ?"),
    (
        r"mise en conformite|conformite reglementaire|evaluation de la conformite",
        "Quels points n'étaient pas conformes, et qu'avez-vous proposé pour y remédier ?",
    ),
    (r"veille", "Quelles sources suivez-vous pour votre veille, à quel rythme, et qu'est-ce que cela a changé dans votre travail ?"),
    (
        r"document unique|analyse environnementale",
        "Comment avez-vous relié ce travail au document unique ou à l'analyse environnementale ?",
    ),
    (r"maturite", "De quoi disposait déjà l'entreprise, et comment en avez-vous tenu compte ?"),
    (r"revues? de (?:processus|direction)", "Où ces résultats ont-ils été repris : revue de direction, revue de processus ?"),
    (
        r"amdec|criticite|opportunites|analyses? de risques?|risques sont (?:identifies|pris)",
        "Comment avez-vous repéré puis classé les risques, et lesquels sont arrivés en tête ?",
    ),
    # audits
    (r"choix des audites|utilisateurs evalues", "Qui avez-vous audité, et pourquoi ces personnes ?"),
    (
        r"referentiels? d'audit|perimetre audite|referentiels? ou reglements",
        "Sur quelle norme ou quel référentiel portait l'audit, et comment l'avez-vous préparé ?",
    ),
    (r"questionnement", "Comment avez-vous obtenu des preuves pendant l'audit : questions, observations, documents ?"),
    (r"pistes de progres|recommandations", "Quelles pistes de progrès avez-vous proposées ?"),
    (r"(?<!par )\brapports?\b|\bconstats", "Que contenait votre rapport : quels constats, quelles conclusions ?"),
    (r"formulaires? d'audit|support d'audit", "Quel formulaire ou quelle grille avez-vous rempli, et qui l'a reçu ?"),
    (
        r"programme d'audit|plans? d'audit|types d'audit|audits? sont realises|methode d'audit",
        "Comment avez-vous organisé vos audits : plan, dates, durée, suivi ?",
    ),
    # objectives, planning, follow-up
    (
        r"smart|objectifs (?:sont|attendus|operationnels traduisent)|objectifs et des indicateurs",
        "Quels objectifs avez-vous fixés : chiffre visé, échéance, lien avec ce que voulait la direction ?",
    ),
    (r"robustesse", "Comment avez-vous vérifié qu'un indicateur était fiable, et qu'avez-vous corrigé ?"),
    (
        r"roles?, missions|responsabilites attendues|role\(s\)|situer son domaine",
        "Quel rôle avez-vous donné à chacun, et comment le leur avez-vous dit ?",
    ),
    (
        r"disponibilite des ressources|ressources necessaires",
        "Comment avez-vous vérifié que les personnes et les moyens étaient disponibles ?",
    ),
    (r"libelle|livrable", "Que contenait chaque ligne de votre plan : action, responsable, date, résultat attendu ?"),
    (
        r"gantt|planification|planifie|calendrier|jalonnement",
        "Avec quel planning avez-vous travaillé : étapes, échéances, marges, points de validation ?",
    ),
    (
        r"efficacite des actions|effets de ces actions|mesurer l'amelioration|mesures d'efficacite",
        "Comment avez-vous mesuré l'effet des actions : quel chiffre avant, quel chiffre après ?",
    ),
    (r"avancement|suivi des actions|suivi est assure", "Comment suiviez-vous l'avancement, et que faisiez-vous des actions en retard ?"),
    (r"derive", "Quelle dérive avez-vous repérée, et qui avez-vous prévenu ?"),
    (r"plan d'actions?", "Qu'y avait-il dans votre plan d'actions : quoi, qui, pour quand, et avec quels moyens ?"),
    (r"tableaux? de bords?|assimilables", "À quoi ressemblait votre tableau de bord, et qui le lisait ?"),
    (r"indicateurs?", "Quels indicateurs avez-vous choisis ou suivis, et comment étaient-ils calculés ?"),
    (r"evolution du contexte", "Qu'est-ce qui a changé en cours de route, et comment vous êtes-vous adapté ?"),
    (r"retours? d'experience|capitalis", "Quelle leçon en avez-vous tirée pour la suite, et où est-elle écrite ?"),
    # watching over processes, non-conformities
    (r"procedures d'alerte|seuil", "Quels seuils aviez-vous fixés, et que faisait-on quand ils étaient dépassés ?"),
    (r"sous controle|surveillance", "Que releviez-vous, à quel rythme, et qu'en faisiez-vous ?"),
    (r"simplicite|comprehension par tous", "Comment vous êtes-vous assuré que la méthode était simple et comprise de tous ?"),
    (r"actions immediates", "Qu'avez-vous fait tout de suite, avant même de chercher la cause ?"),
    (
        r"ishikawa|5 ?pourquoi|causes? racines?|8d|resolution de problemes?|diagramme",
        "Avec quelle méthode avez-vous cherché les causes, et qu'avez-vous trouvé ?",
    ),
    (r"exigences contractuelles|attentes clients|exigences qualite client", "Qu'exigeait le client, et comment en avez-vous tenu compte ?"),
    (r"ecarts", "Quels écarts avez-vous constatés ou mesurés, entre quoi et quoi ?"),
    (r"non-conformite|dysfonctionnement", "Quel problème avez-vous traité, comment l'avez-vous repéré et où l'avez-vous noté ?"),
    # documents and processes of quality
    (r"charte|formalisme", "Quel modèle ou quelle charte avez-vous suivi pour vos documents ?"),
    (r"systeme documentaire|documentation interne", "Comment les documents étaient-ils recensés, numérotés et tenus à jour ?"),
    (r"attentes et contraintes des utilisateurs|exploitables", "Comment avez-vous tenu compte de ceux qui allaient s'en servir ?"),
    (r"logigramme|activites du processus|processus qualite", "Comment avez-vous décrit le processus : étapes, personnes, indicateurs ?"),
    (r"etalonnage|moyens de controle", "Comment étaient suivis les moyens de contrôle et leur étalonnage ?"),
    # people
    (r"blocages|objections|resistance|freins|reticences", "Qui n'était pas d'accord au départ, et comment avez-vous fait ?"),
    (r"choix des (?:acteurs|participants)|constitution", "Comment avez-vous choisi les participants ?"),
    (r"propositions d'amelioration|susciter", "Quelles idées l'équipe a-t-elle apportées, et comment les avez-vous fait naître ?"),
    (
        r"reunions?|seances? de travail|groupes? de travail|animation",
        "Quelles réunions avez-vous animées : rythme, participants, décisions ?",
    ),
    (r"depasse le cadre|fait appel|service support", "Dans quel cas avez-vous passé la main, et à qui ?"),
    (r"signale|alerte|remontee|anomalies?", "Quelle anomalie ou difficulté avez-vous signalée, à qui, et qu'est-ce que cela a déclenché ?"),
    (r"\bformes\b|\bformations?\b|expliques? aux", "Qui avez-vous formé, à quoi, et comment avez-vous vérifié que c'était compris ?"),
    (r"solutions? d'amelioration|sources de progres", "Quelle amélioration avez-vous proposée, et sur quoi vous appuyiez-vous ?"),
    (r"actions correctives sont engagees", "Quelles actions correctives avez-vous lancées, et quel en a été l'effet ?"),
    (
        r"besoins documentaires|autres systemes de documentation",
        "Quels documents manquaient ou se contredisaient, et comment l'avez-vous vu ?",
    ),
    (r"changements de programmes?", "Comment avez-vous fait quand le programme a changé au dernier moment ?"),
    (r"argumentaire", "Comment avez-vous présenté votre proposition à ceux qui décident ?"),
    (r"valid", "Qui a validé votre travail, et comment (visa, réunion, signature) ?"),
    (r"direction ou le responsable|hierarchique", "Quel appui avez-vous demandé à votre responsable ou à la direction ?"),
    (r"pilotes de processus", "Quels pilotes de processus avez-vous associés, et à quoi ?"),
    (
        r"communication|partages?\b|partagees?|informee?s?\b|presentes?\b",
        "Avec qui avez-vous partagé ces résultats, et sous quelle forme ?",
    ),
    (
        r"associes|impliques|sollicites|consultes|interlocuteurs|parties (?:interessees|prenantes)|acteurs",
        "Quelles personnes ou quels services avez-vous associés, et qu'ont-ils apporté ?",
    ),
    # goods
    (r"chauffeurs?", "Comment accueilliez-vous les chauffeurs, et quelles consignes leur donniez-vous ?"),
    (r"fournisseurs", "Quand avez-vous contacté un fournisseur, et pour obtenir quoi ?"),
    (r"documents de (?:reception|suivis?)", "Quels documents vérifiez-vous ou remplissez-vous, et que comparez-vous ?"),
    (r"inventaires?", "Comment se passaient vos inventaires : quand, quoi, avec quel résultat ?"),
    (r"adressage|signaletique", "Comment les emplacements étaient-ils repérés, et à qui l'avez-vous expliqué ?"),
    (r"implantation|zonage|stockage", "Comment avez-vous choisi la place de chaque produit (rotation, poids, taille, accès) ?"),
    (r"preleve", "Dans quel ordre prélevez-vous les produits, et pourquoi ?"),
    (r"tournees|routine", "Comment vos tournées sont-elles organisées : rythme, trajet, appels ?"),
    (
        r"approvisionnement|point de commande|disponibilite des produits",
        "Comment vous assurez-vous que la production ne manquera de rien ?",
    ),
    (r"chargement|dechargement|achemine", "Selon quelles règles chargez-vous, déchargez-vous ou acheminez-vous les produits ?"),
    (r"tracabilite|enregistrement|mouvements", "Comment enregistrez-vous les mouvements, et avec quel outil ?"),
    (r"maintenance de premier niveau", "Quel entretien courant faites-vous sur votre matériel ?"),
    (r"autorisation|habilitation", "Quelles autorisations ou habilitations avez-vous pour conduire ces engins ?"),
    (r"gestes et postures|manutention", "Quels engins ou gestes de manutention utilisez-vous, et selon quelles règles ?"),
    (r"regles de circulation", "Quelles règles de circulation suivez-vous dans les ateliers ?"),
    (r"5s|hygiene", "Comment appliquez-vous les règles de propreté, d'hygiène et de sécurité à votre poste ?"),
    (r"consignes de securite|epi\b", "Quelles consignes de sécurité appliquez-vous, pour vous et pour les autres ?"),
    # the rest
    (
        r"logiciels?|progiciel|erp\b|wms|informati(?:que|see)|tableur|scanner|tablette",
        "Quel logiciel ou outil informatique avez-vous utilisé, et pour y faire quoi ?",
    ),
    (r"bases? de donnees|\bdonnees\b", "Quelles données avez-vous utilisées, et d'où venaient-elles ?"),
    (
        r"couts?|delais|contraintes",
        "De quelles contraintes (coût, délais, effectifs, matériel) avez-vous tenu compte, et qu'est-ce que cela a changé ?",
    ),
    (r"normes?|reglement|legal|directives", "Quelles normes, lois ou règles internes avez-vous suivies, et où cela se voit-il ?"),
)
