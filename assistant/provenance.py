"""Where quoted words come from, said beside them: a fiche of the project, the official text, or a hand that corrected one of them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.catalogue import Catalogue
from assistant.french import quoted
from ingest.correcting import last_corrected
from ingest.model import Certification, Passage, Provenance
from ingest.structure.places import by_hand


def source_notices(passages: Sequence[Passage], catalogue: Catalogue) -> tuple[str, ...]:
    """The advice that goes with these quotations."""
    notices: list[str] = []
    if any(catalogue[passage.certification].provenance == Provenance.FICHE for passage in passages):
        notices.append(
            "Ces passages viennent d'une fiche, un résumé rédigé par le projet : seul le texte officiel fait foi. "
            "Pour citer le texte officiel, ingérez votre exemplaire du référentiel."
        )
    days = [passage.source.corrected for passage in passages if passage.source.corrected]
    if days:
        which = "Un passage cité a été corrigé" if len(days) == 1 else f"{len(days)} passages cités ont été corrigés"
        notices.append(
            f"{which} à la main (en dernier le {max(days):%d/%m/%Y}) : ces mots ne sont pas ceux du document lu ; "
            "leur source le dit, et seul le document fait foi."
        )
    return tuple(notices)


def correction_notes(certification: Certification) -> tuple[str, ...]:
    """What the reader of criteria quoted from this referential must know; empty where no word was corrected by hand."""
    on = last_corrected(certification)
    if on is None:
        return ()
    return (
        f"Des textes de {quoted(certification.title)} ont été corrigés à la main (en dernier le {on:%d/%m/%Y}) : "
        "ces mots-là ne sont pas ceux du document lu, qui seul fait foi.",
    )


def mark_of(passage: Passage) -> str:
    """What follows a quotation of this passage: ``" (corrigé à la main le 21/11/2026)"``; empty after the document's own words."""
    return f" ({by_hand(passage.source.corrected)})" if passage.source.corrected else ""


def corrected_on(certification: Certification) -> str:
    """``"corrigé à la main le 21/11/2026"``; empty where no word was."""
    on = last_corrected(certification)
    return by_hand(on) if on else ""
