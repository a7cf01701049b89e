"""The form that every RNCP sheet fills in: its labels, and how they are recognised in damaged text.

The form is national, so its labels are data here; what stands under them is never assumed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

from ingest.elements import Element, Table
from ingest.model import Source
from ingest.structure.columns import cell_text, plain

_SAME_LABEL = 88.0
"""rapidfuzz ratio (0..100) from which words are a label, after case, accents and OCR confusions are folded away."""


@dataclass(frozen=True)
class Label:
    """A label of the form. ``key`` names the fact; ``parent`` the heading under which the form prints it, if any.

    ``open_ended``: only its beginning is given here, the label goes on to a colon or the end of its line.
    """

    key: str
    text: str
    parent: str = ""
    open_ended: bool = False


_ACCESS = "registration"

LABELS: tuple[Label, ...] = (
    Label("rncp_code", "Résumé descriptif de la certification Code RNCP"),
    Label("title", "Intitulé"),
    Label("authority", "Autorité responsable de la certification"),
    Label("signatory", "Qualité du(es) signataire(s) de la certification"),
    Label("level", "Niveau et/ou domaine d'activité"),
    Label("collective_agreement", "Convention(s)"),
    Label("nsf_codes", "Code(s) NSF"),
    Label("formacodes", "Formacode(s)"),
    Label("summary", "Résumé du référentiel d'emploi ou éléments de compétence acquis"),
    Label("employment", "Secteurs d'activité ou types d'emplois accessibles par", open_ended=True),
    Label("sectors", "Secteurs d'activité", "employment"),
    Label("jobs", "Types d'emplois accessibles", "employment"),
    Label("rome_codes", "Codes des fiches ROME les plus proches"),
    Label("regulation", "Réglementation d'activités"),
    Label("access", "Modalités d'accès à cette certification"),
    Label("components", "Descriptif des composantes de la certification", "access"),
    Label("blocks", "Bloc de compétence", "access"),
    Label("component_validity", "Validité des composantes acquises"),
    Label(_ACCESS, "Conditions d'inscription à la certification"),
    Label("jury", "Composition des jurys", _ACCESS),
    Label("access_initial_training", "Après un parcours de formation sous statut d'élève ou d'étudiant", _ACCESS),
    Label("access_apprenticeship", "En contrat d'apprentissage", _ACCESS),
    Label("access_continuing_education", "Après un parcours de formation continue", _ACCESS),
    Label("access_professionalisation", "En contrat de professionnalisation", _ACCESS),
    Label("access_individual", "Par candidature individuelle", _ACCESS),
    Label("access_vae", "Par expérience dispositif VAE", _ACCESS),
    Label("access_new_caledonia", "Accessible en Nouvelle Calédonie", _ACCESS),
    Label("access_french_polynesia", "Accessible en Polynésie Française", _ACCESS),
    Label("other_certifications_links", "Liens avec d'autres certifications"),
    Label("european_agreements", "Accords européens ou internationaux"),
    Label("legal", "Base légale"),
    Label("legal_general_decree", "Référence du décret général", "legal"),
    Label("legal_creation_order", "Référence arrêté création (ou date 1er arrêté enregistrement)", "legal"),
    Label("vae_order", "Référence du décret et/ou arrêté VAE", "legal"),
    Label("other_references", "Références autres", "legal"),
    Label("information", "Pour plus d'informations"),
    Label("statistics", "Statistiques", "information"),
    Label("information_sources", "Autres sources d'information", "information"),
    Label("certification_places", "Lieu(x) de certification", "information"),
    Label("preparation_places", "Lieu(x) de préparation à la certification déclarés par l'organisme certificateur", "information"),
    Label("history", "Historique de la certification", "information"),
    Label("source_links", "Liste des liens sources", "information"),
    Label("previous_certification", "Certification précédente", "information"),
    Label("next_certification", "Certification suivante", "information"),
)

HEADINGS = frozenset({"summary", "employment", "access", "components", "blocks", _ACCESS, "jury", "legal", "information"})
"""Labels that only announce others, or free text: they are no facts."""

ROUTES = tuple(label.key for label in LABELS if label.key.startswith("access_"))
"""The keys of the rows ticked OUI or NON."""


@dataclass(frozen=True)
class Line:
    """One paragraph of the sheet, or one row of a table (``cells``)."""

    text: str
    source: Source
    marker: str = ""
    cells: tuple[str, ...] = ()


@dataclass
class Field:
    """A label as printed, with everything found under it. ``merged``: it shares its line with another label."""

    label: Label
    printed: str
    source: Source
    lines: list[Line] = field(default_factory=list)
    merged: bool = False


def lines_of(elements: Sequence[Element]) -> Iterator[Line]:
    """The elements of a document as one sequence of paragraphs and table rows."""
    for element in elements:
        if isinstance(element, Table):
            for row in element.rows:
                source = next((cell[0].source for cell in row if cell), element.source)
                cells = tuple(cell_text(cell) for cell in row)
                yield Line(" ".join(filter(None, cells)), source, cells=cells)
        else:
            yield Line(" ".join(element.text.split()), element.source, getattr(element, "marker", ""))


def labels_in(text: str) -> tuple[list[tuple[Label, str]], str]:
    """The labels that a text opens with (two headers may have been merged), each as printed, and what follows the last."""
    found: list[tuple[Label, str]] = []
    rest = text
    while match := _label_at(rest):
        label, printed, rest = match
        found.append((label, printed))
    return found, rest


def _label_at(text: str) -> tuple[Label, str, str] | None:
    """The label at the start of a text: it must be followed by a colon, another label, or nothing."""
    words = text.split()
    start = _fold(text[:200])
    best: tuple[float, int, Label] | None = None
    for label in LABELS:
        letters = _fold(label.text)
        if fuzz.ratio(start[: len(letters)], letters) < _SAME_LABEL - 8:
            continue
        expected = len(label.text.split())
        for count in range(max(1, expected - 2), min(len(words), expected + 3) + 1):
            score = _likeness(" ".join(words[:count]), label.text)
            if score >= _SAME_LABEL and (best is None or (score, len(label.text)) > (best[0], len(best[2].text))):
                best = (score, count, label)
    if best is None:
        return None
    _, count, label = best
    printed, rest = " ".join(words[:count]), " ".join(words[count:])
    if label.open_ended:
        end, colon, rest = rest.partition(":")
        printed, rest = f"{printed} {end}{colon}".strip(), rest.strip()
    if rest.startswith(":"):
        printed, rest = f"{printed} :", rest[1:].strip()
    closed = printed.endswith(":") or not rest or _label_at(rest) is not None
    return (label, printed, rest) if closed else None


def row_label(cell: str) -> Label | None:
    """The label of a table cell; a printed cell may say more (« … VAE prévu en 2007 »)."""
    found, _ = labels_in(cell)
    if found:
        return found[0][0]
    words = cell.split()
    for label in LABELS:
        count = len(label.text.split())
        if label.key in ROUTES and _likeness(" ".join(words[:count]), label.text) >= _SAME_LABEL:
            return label
    return None


def _likeness(text: str, label: str) -> float:
    folded, expected = _fold(text), _fold(label)
    if abs(len(folded) - len(expected)) > 0.2 * len(expected) + 1:
        return 0.0
    return fuzz.ratio(folded, expected)


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    """Letters only, without case, accents, plural marks in brackets, or the differences that OCR does not see."""
    letters = re.sub(r"[^a-z0-9]", "", plain(text))
    return letters.translate(str.maketrans("10l", "ioi"))
