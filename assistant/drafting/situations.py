"""Professional situations: an occasion, what is given, the tasks, the time, what has to come out of it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.drafting.filling import all_acts, fill
from assistant.drafting.grammar.clauses import ActClause, StateClause
from assistant.drafting.grammar.titles import as_order
from assistant.drafting.grammar.verbs import Act
from assistant.drafting.grammar.words import capitalised, elide
from assistant.drafting.interview import competences_of, criteria_of, named, quotations_of
from assistant.drafting.items import Case, Item, Kind, item_id
from assistant.drafting.units import Scope, Unit
from assistant.french import NBSP, plural, quoted, typeset
from ingest.errors import AcquisError
from ingest.model import Certification, Competence

OCCASIONS = (
    "Vous venez de prendre votre poste dans une entreprise du secteur.",
    "Votre responsable s'absente deux semaines et vous confie ce dossier.",
    "Une réorganisation change les équipes et les habitudes de travail.",
    "Un client signale un problème qui se répète depuis un mois.",
    "L'activité augmente fortement et les délais se resserrent.",
    "Un nouveau collègue rejoint l'équipe et vous devez avancer avec lui.",
    "Un contrôle extérieur est annoncé pour le mois prochain.",
    "Le bilan de l'année montre des résultats inférieurs aux attentes.",
    "Un incident vient de se produire et chacun en donne une version différente.",
    "L'entreprise ouvre un second site qui doit travailler de la même façon.",
)
TWISTS = (
    "Une partie des informations attendues manque.",
    "Deux de vos interlocuteurs ne sont pas d'accord.",
    "Le délai prévu est réduit de moitié.",
    "La personne qui connaissait le mieux le sujet est absente.",
    "Une première tentative a échoué le mois dernier.",
    "Le travail doit servir de modèle à un autre service.",
)
"""What is added when the same tasks come again on another occasion."""
_TASKS = 5
"""Tasks that one situation holds at most: it has to be played in an hour or so."""
_PREPARING, _A_TASK = 15, 10
_PRODUCTIONS: dict[Act, str] = {
    Act.CHOOSE: "une note d'une page qui justifie les choix faits",
    Act.CHECK: "un relevé des constats, avec les données sur lesquelles ils reposent",
    Act.FIND: "la liste de ce qui a été trouvé, avec ce qui a permis de le trouver",
    Act.PLAN: "le plan ou le document préparé, prêt à être remis",
    Act.INVOLVE: "la liste des personnes associées, avec ce qui leur a été demandé",
    Act.TELL: "le message ou le support adressé aux interlocuteurs",
    Act.COMPLY: "le rappel des règles et des exigences prises en compte",
    Act.USE: "les documents ou les écrans renseignés",
    Act.DO: "une trace du travail réalisé",
}
_STEERING = "un exposé oral de dix minutes devant la direction, avec vos choix et leurs raisons, suivi de questions"
_OPERATING = "une démonstration commentée de dix minutes, au poste de travail ou documents en main, suivie de questions"
_STEERS = {
    "analyser", "évaluer", "définir", "planifier", "piloter", "auditer", "coordonner", "accompagner", "organiser", "formaliser",
    "conduire", "garantir", "surveiller", "préparer",
}  # fmt: skip
"""Verbs of those who decide how others work; where they open most titles, a certification is not one of execution."""


def situation_items(scope: Scope, units: Sequence[Unit], count: int) -> list[Item]:
    """``count`` situations, each within one competence; more tasks are shared out before an occasion changes on the same ones.

    Raises:
        AcquisError: the scope cannot give so many that differ.
    """
    groups = _groups(scope, units, count)
    if count > len(groups) * len(TWISTS):
        raise _too_many(scope, count)
    items: list[Item] = []
    for rank in range(count):
        number, group = groups[rank % len(groups)]
        items.append(_situation(scope, number, group, rank, again=rank // len(groups)))
    if len({item.text for item in items}) < count:
        raise _too_many(scope, count)
    return items


def _too_many(scope: Scope, count: int) -> AcquisError:
    return AcquisError(f"{scope.label} ne donne pas {count} situations différentes{NBSP}: demandez-en moins ou élargissez le choix.")


def default_count(scope: Scope, units: Sequence[Unit]) -> int:
    """As many as it takes for every criterion to have its task."""
    return sum(-(-len(_of(competence.number, units)) // _TASKS) for _, competence in scope.competences if _of(competence.number, units))


def _of(number: int, units: Sequence[Unit]) -> list[Unit]:
    """The units whose first competence it is: one that several competences share is played once."""
    return [unit for unit in units if unit.competences[0] == number]


def _groups(scope: Scope, units: Sequence[Unit], count: int) -> list[tuple[int, list[Unit]]]:
    """Tasks by situation: the parts of a competence mixed, what is proper to it first."""
    numbers = [competence.number for _, competence in scope.competences if _of(competence.number, units)]
    wanted = {number: max(1, count // len(numbers) + (rank < count % len(numbers))) for rank, number in enumerate(numbers)}
    groups: list[tuple[int, list[Unit]]] = []
    for number in numbers:
        mine = sorted(_of(number, units), key=lambda unit: unit.transversal)
        needed = max(1, min(wanted[number], len(mine)))
        groups.extend((number, sorted(mine[start::needed][:_TASKS], key=units.index)) for start in range(needed))
    return groups if count >= len(numbers) else groups[:count]


def _situation(scope: Scope, number: int, group: Sequence[Unit], rank: int, *, again: int) -> Item:
    competence = next(c for _, c in scope.competences if c.number == number)
    twist = f" {TWISTS[(again - 1) % len(TWISTS)]}" if again else ""
    oral = _STEERING if steers(scope.certification) else _OPERATING
    case = _case(competence, group, OCCASIONS[(rank + number) % len(OCCASIONS)] + twist, oral)
    text = rendered(case)
    return Item(
        id=item_id(scope.certification.id, Kind.SITUATION, text),
        kind=Kind.SITUATION,
        text=text,
        expected=tuple(line for unit in group for line in _looked_for(unit)),
        criteria=criteria_of(group),
        quotations=quotations_of(group),
        competences=competences_of(group),
        case=case,
    )


def steers(certification: Certification) -> bool:
    """Whether most competences are about deciding and steering rather than carrying out."""
    firsts = [competence.title.split()[0].lower() for _, competence in certification.competences() if competence.title]
    return sum(first.strip(",") in _STEERS for first in firsts) * 2 > len(firsts)


def _case(competence: Competence, group: Sequence[Unit], occasion: str, oral: str) -> Case:
    acts = [unit.clause.verbs[-1].act for unit in group if isinstance(unit.clause, ActClause)]
    productions = list(dict.fromkeys(_PRODUCTIONS[act] for act in acts))[:3]
    return Case(
        context=typeset(f"{occasion} Il vous revient {elide('de', as_order(competence.title))}."),
        documents=tuple(quoted(condition.verbatim.replace("\n", " ")) for condition in competence.conditions[:5]),
        tasks=tuple(_task(unit) for unit in group),
        minutes=_PREPARING + _A_TASK * len(group),
        productions=tuple(typeset(production) for production in (*productions, oral)),
    )


def _task(unit: Unit) -> str:
    if isinstance(unit.clause, ActClause):
        return f"{capitalised(all_acts(unit, ActClause.to))}."
    if isinstance(unit.clause, StateClause):
        return f"{fill('Montrer {that}', unit)}."
    return fill("Agir de façon à répondre à ce critère : {quote}", unit)


def _looked_for(unit: Unit) -> list[str]:
    seen = [f"{capitalised(all_acts(unit, ActClause.does))}."] if isinstance(unit.clause, ActClause) else []
    return [*seen, *named(unit)]


def rendered(case: Case) -> str:
    """The situation as one text, as it is read out or pasted."""
    lines = [case.context]
    if case.documents:
        lines += ["", typeset("Vous disposez de ce que prévoit le référentiel :"), *(f"- {document}" for document in case.documents)]
    lines += ["", typeset("Ce que vous avez à faire :"), *(f"{rank}. {task}" for rank, task in enumerate(case.tasks, start=1))]
    lines += ["", typeset(f"Temps conseillé : {plural(case.minutes, 'minute')}.")]
    lines += ["", typeset("Vous remettez :"), *(f"- {production}{_end(rank, case)}" for rank, production in enumerate(case.productions))]
    return "\n".join(lines)


def _end(rank: int, case: Case) -> str:
    return "." if rank == len(case.productions) - 1 else f"{NBSP};"
