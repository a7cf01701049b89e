"""A story to try the page with: what somebody in the trade might tell, with what is no evidence too. Written by the project."""

from __future__ import annotations

from ingest.model import Certification
from ingest.structure.columns import plain

_QSE = """Dans mon usine de mécanique, j'ai conduit six audits internes par an : je préparais la grille, j'interrogeais les \
opérateurs à leur poste et j'écrivais le rapport avec les écarts constatés. J'ai suivi chaque action corrective dans un tableau, \
avec un responsable et une date, jusqu'à vérifier qu'elle marchait.

J'ai mis à jour le document unique avec les chefs d'équipe après chaque accident : on regardait le poste ensemble et je cotais les \
risques. J'animais chaque mois la réunion sécurité et je présentais les indicateurs à la direction.

J'ai suivi une formation à l'ISO 14001. Mon responsable rédigeait la politique QSE."""

_LOGISTICS = """Je gère le stock de l'atelier depuis trois ans : je saisis les entrées et les sorties dans l'ERP, je fais \
l'inventaire tournant chaque semaine et je corrige les écarts avec le magasinier. J'ai calculé les stocks de sécurité pour \
quarante références.

J'ai organisé les expéditions : je réservais les transporteurs, je comparais leurs délais et leurs prix et je prévenais le client \
en cas de retard. J'ai réimplanté la zone de préparation avec l'équipe, les trajets ont baissé d'un tiers.

On m'a expliqué le plan de charge. Le chef d'atelier décidait du planning."""

_QUALITY = """Je contrôle les pièces usinées avec le plan, le pied à coulisse et la machine à mesurer, et je note les résultats \
sur la fiche de contrôle. Quand une pièce n'est pas bonne, j'ouvre une fiche de non-conformité, j'isole le lot et je préviens le \
chef d'équipe.

J'ai cherché les causes de rebuts avec les régleurs : nous avons rempli un arbre des causes, j'ai proposé un détrompeur et les \
rebuts ont été divisés par deux en trois mois. Je suivais les actions chaque semaine dans un tableau.

J'aimerais apprendre à faire des audits. Mon responsable répondait aux clients."""

_ANY = """Dans mon atelier, j'ai formé les nouveaux pendant deux ans : je leur montrais le poste, je les regardais faire et je \
remplissais leur fiche de suivi. J'ai rédigé trois modes opératoires avec des photos et je les ai fait relire par l'équipe.

J'animais le point de cinq minutes chaque matin et je notais les problèmes au tableau. J'ai proposé de ranger les outils \
autrement, on a gagné dix minutes par changement de série.

J'aimerais passer chef d'équipe. Mon responsable faisait le planning."""

_BY_WORD = (("logistique", _LOGISTICS), ("coordonnateur", _QSE), ("qualite", _QUALITY))
"""The first word found in the title of a certification tells the trade."""


def example_story(certification: Certification | None) -> str:
    """The example of that trade; a story of any trade for a certification that we have none for."""
    title = plain(certification.title) if certification else ""
    return next((story for word, story in _BY_WORD if word in title), _ANY)
