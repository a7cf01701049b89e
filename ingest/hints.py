"""What an ingestion tells of a document beyond its reading: where it was put, what it may not be, what it replaced."""

from __future__ import annotations

from ingest.model import Diagnostic, Level

CORRECTIONS_REPLACED = Diagnostic(
    level=Level.INFO,
    code="corrections-replaced",
    message="Ce référentiel avait été corrigé à la main : cette lecture a remplacé les corrections ; la version précédente est gardée.",
)


def unverified_copy(document: str) -> Diagnostic:
    """A file in the project's format names a document that nothing proves it was read from."""
    return Diagnostic(
        level=Level.INFO,
        code="unverified-copy",
        message=(
            f"Ce fichier se dit tiré de « {document} » : rien ne prouve ici que ses mots sont ceux de ce document. "
            "Pour les citer en confiance, ingérez le document lui-même."
        ),
    )


def other_id(written: str, used: str) -> Diagnostic:
    """A file in the project's format describes one referential and is kept as another."""
    return Diagnostic(
        level=Level.INFO,
        code="other-id",
        message=(
            f"Ce fichier décrit « {written} » et il est enregistré sous « {used} » d'après son nom. "
            f"Pour corriger « {written} » : --id {written}."
        ),
    )
