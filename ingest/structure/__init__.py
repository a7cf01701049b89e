"""Elements become a typed referential, whatever their format."""

from __future__ import annotations

from ingest.elements import ReadDocument
from ingest.model import Certification, Diagnostic


def build(document: ReadDocument, certification_id: str) -> tuple[Certification, list[Diagnostic]]:
    """Recognise what the document is (RNCP sheet, CQPM, other) and build it, ids and parse report included."""
    from ingest.structure.checks import check
    from ingest.structure.cqpm import build_cqpm
    from ingest.structure.identify import with_ids
    from ingest.structure.rncp import build_rncp, is_rncp

    builder = build_rncp if is_rncp(document) else build_cqpm
    certification, diagnostics = builder(document, certification_id)
    certification = with_ids(certification)
    return certification, [*document.diagnostics, *diagnostics, *check(certification)]
