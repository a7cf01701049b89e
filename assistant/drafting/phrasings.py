"""The trainer's phrases around what a criterion says. ``{done}``, ``{to}``, ``{that}`` are filled by the grammar.

``{done}`` follows « vous avez », ``{to}`` is an infinitive, ``{de_to}`` the same after « de », ``{that}`` a clause with its « que ».
"""

from __future__ import annotations

from assistant.drafting.grammar.verbs import Act

ACT_OPENERS = (
    "Racontez une situation où vous avez {done}.",
    "Prenez un exemple récent : comment avez-vous {done} ?",
    "Donnez un exemple précis d'un moment où vous avez dû {to}.",
    "Dans quelles circonstances avez-vous {done} ?",
    "Parlez-nous d'une expérience dans laquelle il vous a fallu {to}.",
    "Comment procédez-vous pour {to} ? Appuyez-vous sur un cas vécu.",
    "Rappelez-vous la dernière fois que vous avez {done}.",
    "Choisissez dans votre parcours un cas où vous avez {done}.",
    "Expliquez, étape par étape et sur un cas réel, de quelle façon vous avez {done}.",
    "Comment vous y prenez-vous concrètement pour {to} ? Donnez un exemple daté.",
    "À quelle occasion avez-vous {done}, et pourquoi à ce moment-là ?",
    "Présentez un cas réel où l'on vous a demandé {de_to}.",
    "Si nous avions été à vos côtés ce jour-là, que vous aurions-nous vu entreprendre pour {to} ?",
    "Revenez sur un dossier ou une journée de travail où vous avez {done}.",
)
"""One for each question of a set, in turn; what asks for the candidate's part and for the outcome follows."""

COMPLY_OPENERS = (
    "Comment vous y prenez-vous concrètement pour {to} ? Donnez un exemple daté.",
    "Racontez une situation où il n'était pas simple {de_to}.",
    "Donnez un exemple précis d'un moment où vous avez dû {to}.",
    "Comment procédez-vous pour {to} ? Appuyez-vous sur un cas vécu.",
    "Dans quelle situation avez-vous dû veiller tout particulièrement à {to} ?",
    "Prenez un exemple récent : comment avez-vous {done} ?",
)
"""For rules and demands, which one keeps to rather than carries out."""
LISTED_TAILS = (
    "Quels éléments avez-vous pris en considération, et lequel a le plus pesé ?",
    "De quoi avez-vous tenu compte, et qu'avez-vous laissé de côté ?",
    "Quels points avez-vous examinés un par un, et lequel vous a donné le plus de mal ?",
)
"""Where the criterion lists what matters: the list is the answer looked for."""
SEVERAL_TAIL = "Lesquels, et comment chacun a-t-il compté dans votre décision ?"

ACT_TAILS: dict[Act, tuple[str, ...]] = {
    Act.CHOOSE: (
        "Quelles autres possibilités aviez-vous, et qu'est-ce qui a fait la différence ?",
        "Sur quels éléments avez-vous fondé votre décision, et qu'a-t-elle donné ?",
        "Qui a discuté ce choix, et qu'avez-vous répondu ?",
        "Quel besoin précis avait-on, et comment avez-vous su que la réponse convenait ?",
    ),
    Act.CHECK: (
        "Qu'avez-vous constaté, et qu'en avez-vous fait ?",
        "Comment saviez-vous que votre constat était fiable ?",
        "Quelles données avez-vous regardées, et quelle conclusion en avez-vous tirée ?",
        "Qui a eu connaissance de vos conclusions, et qu'est-ce que cela a déclenché ?",
    ),
    Act.FIND: (
        "Où avez-vous cherché, et qu'avez-vous trouvé ?",
        "À qui avez-vous fait part de ce que vous aviez trouvé, et quelle suite a été donnée ?",
        "Comment avez-vous su que rien ni personne ne manquait ?",
        "Qu'avez-vous découvert d'inattendu, et qu'en avez-vous fait ?",
    ),
    Act.PLAN: (
        "Par quoi avez-vous commencé, et qu'avez-vous dû modifier en cours de route ?",
        "Quelles informations avez-vous réunies au préalable, et lesquelles vous ont manqué ?",
        "Quel était votre rôle exact, et qui s'est servi du résultat ?",
        "Quelles contraintes vous ont fait changer d'avis, et à quoi êtes-vous arrivé au bout du compte ?",
    ),
    Act.INVOLVE: (
        "Qui était concerné, comment les échanges se sont-ils passés et qu'en est-il sorti ?",
        "Quelles réactions avez-vous rencontrées, et comment y avez-vous répondu ?",
        "Qu'est-ce que ces échanges ont changé dans la suite de votre travail ?",
        "Comment avez-vous choisi le moment et la manière, et quel effet cela a-t-il eu ?",
    ),
    Act.TELL: (
        "Qui étaient vos interlocuteurs, quel moyen avez-vous employé et quelle suite a été donnée ?",
        "Comment avez-vous vérifié que le message était compris ?",
        "Quels mots, quels chiffres ou quel support avez-vous utilisés, et avec quel effet ?",
        "Qu'aviez-vous préparé, et quelles questions vous a-t-on posées ?",
    ),
    Act.COMPLY: (
        "Qu'est-ce que cela a changé dans votre façon de faire ?",
        "Qu'avez-vous décidé, et comment l'avez-vous fait accepter autour de vous ?",
        "Où avez-vous trouvé l'information, et comment peut-on vérifier que vous en avez tenu compte ?",
        "Que se serait-il passé autrement, et qui en aurait subi les effets ?",
    ),
    Act.USE: (
        "À quel moment de votre travail, et pour obtenir quoi ?",
        "Qu'y avez-vous trouvé ou noté d'important, et qui l'a repris ensuite ?",
        "Que faites-vous quand cela ne fonctionne pas comme prévu ?",
        "Comment avez-vous appris à vous en servir, et jusqu'où allez-vous sans aide ?",
    ),
    Act.DO: (
        "Quelle était votre part, comment avez-vous procédé et quel a été le résultat ?",
        "Qu'est-ce qui relevait de vous, et qu'est-ce qui relevait des autres ?",
        "Quel imprévu avez-vous rencontré, et comment l'avez-vous traité ?",
        "Quel était le point de départ, et à quoi avez-vous vu que le travail était réussi ?",
    ),
}

TOLD = "Comment avez-vous {first}, et {preposition} {clitic}avez-vous {agreed} ? Racontez un cas précis, votre rôle et l'accueil reçu."

STATE_OPENERS = (
    "Comment vous assurez-vous {that} ?",
    "Qu'est-ce qui montre, dans un cas que vous avez vécu, {that} ?",
    "Prenez un exemple de votre travail : à quoi voit-on {that} ?",
    "Sur quels faits vous appuyez-vous pour dire {that} ?",
    "Présentez un travail que vous avez mené et montrez {that}.",
    "Quand avez-vous eu à vérifier {that} ?",
)
STATE_TAILS = (
    "Quelle était la situation de départ, et quel a été votre rôle ?",
    "Qu'avez-vous fait vous-même pour y parvenir, et avec quel résultat ?",
    "Citez une fois où ce n'était pas le cas : qu'avez-vous changé ?",
    "Qui d'autre est intervenu, et qu'avez-vous apporté en propre ?",
    "Précisez la date, votre rôle et ce qui en est sorti.",
)
QUOTE_OPENERS = (
    "Le référentiel demande ceci : {quote} Racontez une situation où vous l'avez mis en pratique.",
    "Lisez ce critère : {quote} Quel épisode de votre expérience y répond le mieux ?",
    "Voici un critère : {quote} Dites, à partir d'un cas réel, ce que vous avez fait pour y répondre.",
)

ACT_ANGLES = (
    "Quelle difficulté avez-vous rencontrée pour {to} ? Dites comment vous l'avez surmontée et ce que vous en avez retenu.",
    "Quel document, quelle photo ou quelle autre trace montre que vous avez {done} ? Commentez ce qu'on y voit.",
    "Pourquoi est-il important, dans votre activité, {de_to} ? Illustrez votre réponse par un cas où cela a compté.",
    "Qui d'autre intervenait quand vous avez {done} ? Précisez ce que vous avez fait vous-même et ce que les autres ont fait.",
    "Si c'était à refaire, que changeriez-vous dans votre manière {de_to} ? Partez d'un cas vécu.",
    "Un nouveau collègue doit {to} : que lui montrez-vous, à partir de votre propre expérience ?",
    "Racontez un cas où vous n'avez pas pu {to} comme prévu. Pourquoi, et que s'est-il passé ensuite ?",
    "Dans un autre service ou une autre entreprise, que garderiez-vous de votre façon {de_to} ? Comparez deux situations.",
    "Qu'est-ce qui a changé autour de vous depuis que vous avez {done} ? Donnez des faits ou des chiffres.",
    "De quelles informations avez-vous besoin avant {de_to} ? Dites où vous les avez trouvées la dernière fois.",
)
"""Other questions on the same act, when more are asked for than there are criteria."""
STATE_ANGLES = (
    "Quelle difficulté avez-vous rencontrée pour obtenir ce résultat : {sentence} ? Dites comment vous l'avez surmontée.",
    "Quel document ou quelle autre trace montre {that} ? Commentez ce qu'on y voit.",
    "Pourquoi est-il important, dans votre activité, de pouvoir dire {that} ? Illustrez par un cas où cela a compté.",
    "Comment expliqueriez-vous à un nouveau collègue la façon de s'assurer {that} ? Partez de votre expérience.",
    "Qu'est-ce qui change pour les personnes concernées selon que l'on peut dire ou non {that} ? Donnez un exemple.",
    "Dans un autre service ou une autre entreprise, comment vérifieriez-vous {that} ? Comparez avec un cas vécu.",
    "Avec qui travaillez-vous pour garantir {that} ? Dites quelle a été votre part la dernière fois.",
)
QUOTE_ANGLES = (
    "Relisez ce critère : {quote} Quelle difficulté pose-t-il dans votre activité, et comment l'avez-vous surmontée ?",
    "Relisez ce critère : {quote} Quelle trace de votre travail montre que vous y répondez ?",
    "Relisez ce critère : {quote} Pourquoi compte-t-il dans votre activité ? Illustrez par un cas vécu.",
    "Relisez ce critère : {quote} Comment l'expliqueriez-vous à un nouveau collègue, exemple à l'appui ?",
    "Relisez ce critère : {quote} Avec qui y travaillez-vous, et quelle est votre part ?",
    "Relisez ce critère : {quote} Que feriez-vous autrement si c'était à refaire ?",
)

ACT_PROBES = (
    "Comment avez-vous {done} ?",
    "Qu'avez-vous fait pour {to} ?",
    "À cette occasion, avez-vous eu à {to} ? De quelle façon ?",
    "Comment vous y prenez-vous pour {to} ?",
)
STATE_PROBES = ("Qu'est-ce qui montre {that} ?", "Comment vous assurez-vous {that} ?", "À quoi voit-on {that} ?")
QUOTE_PROBES = ("Qu'avez-vous fait qui réponde à ce critère : {quote} ?",)

ACT_FOLLOW_UPS = (
    "Vous évoquez un cas où vous avez {done}. {tail}",
    "Revenons sur ce point : vous avez {done}. {tail}",
    "Vous dites avoir {done}. {tail}",
    "Arrêtons-nous sur ce que vous avez fait pour {to}. {tail}",
    "Restons sur ce sujet : {to}. {tail}",
)
STATE_FOLLOW_UPS = ("Vous dites {that}. {tail}", "Revenons sur un point : {sentence}. {tail}", "Vous affirmez {that}. {tail}")
QUOTE_FOLLOW_UPS = ("Revenons sur ce critère : {quote} {tail}", "Arrêtons-nous sur ce critère : {quote} {tail}")

GRID = (
    "{does}",
    "Explique, exemple à l'appui, comment {to}",
    "Présente une trace qui montre qu'il ou elle a {done}",
    "Sait réagir lorsqu'il n'est pas possible {de_to}",
    "Donne les raisons pour lesquelles il faut {to}",
    "Tire parti de son expérience pour {to} dans un autre contexte",
)
STATE_GRID = (
    "Montre, sur un cas réel, {that}",
    "Explique ce qui permet de dire {that}",
    "Présente une trace qui montre {that}",
    "Repère une situation où l'on ne peut pas encore dire {that}, et sait y remédier",
    "Donne les raisons pour lesquelles il importe de pouvoir dire {that}",
    "Vérifie dans un autre contexte {that}",
)
QUOTE_GRID = (
    "Agit, sur un cas réel, ainsi que le prévoit ce critère : {quote}",
    "Explique, exemple à l'appui, ce critère : {quote}",
    "Présente une trace qui répond à ce critère : {quote}",
    "Repère une situation qui ne répond pas à ce critère, et sait y remédier : {quote}",
    "Donne les raisons d'être de ce critère : {quote}",
    "Applique ce critère dans un autre contexte : {quote}",
)
POSITIONING = (
    "{i_do}",
    "J'ai une trace de ce que j'ai fait pour {to}",
    "Je sais expliquer à un collègue comment {to}",
    "Je saurais, dans une autre entreprise, {to}",
    "Je sais quoi faire lorsqu'il n'est pas possible {de_to}",
    "Je peux dire pourquoi il faut {to}",
)
STATE_POSITIONING = (
    "Je peux montrer, sur un cas réel, {that}",
    "J'ai une trace qui montre {that}",
    "Je sais expliquer à un collègue comment s'assurer {that}",
    "Je saurais vérifier, dans une autre entreprise, {that}",
    "Je sais quoi faire quand on ne peut pas dire {that}",
    "Je peux expliquer pourquoi il importe de pouvoir dire {that}",
)
QUOTE_POSITIONING = (
    "Je peux raconter un cas qui répond à ce critère : {quote}",
    "J'ai une trace qui répond à ce critère : {quote}",
    "Je sais expliquer à un collègue ce que demande ce critère : {quote}",
    "Je saurais, dans une autre entreprise, répondre à ce critère : {quote}",
    "Je sais quoi faire quand une situation ne répond pas à ce critère : {quote}",
    "Je peux dire à quoi sert ce critère : {quote}",
)
