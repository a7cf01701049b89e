"""What a baker tells, for the tests of the page « Mes activités »: all of competence 1 of the invented referential but one criterion."""

BAKER = "cqpm-boulanger-de-nuit"
DONE = "J'ai pesé la farine, l'eau et le levain en suivant la recette."
WISH = "J'aimerais apprendre à conduire le four."
STORY = f"""{DONE} J'ai taré la balance avant chaque pesée. Je calculais la température de base avant le pétrissage \
et je prévenais le chef de fournil quand un sac de farine était humide. La pâte était lisse et se décollait de la cuve.

{WISH}"""
MISSING = "Le pétrin est à l'arrêt, capot ouvert, avant tout nettoyage."
ANSWER = "Avant tout nettoyage, je mettais le pétrin à l'arrêt, capot ouvert."
QUESTION = "Quelles règles ou contraintes avez-vous dû respecter, et comment ?"
