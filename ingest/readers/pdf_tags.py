"""What a tagged PDF says of its texts: which paragraph, heading, list item, table cell each belongs to.

Browsers and office suites write these tags; where they exist they settle what geometry can only guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ingest.readers.pdf_page import Tag

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF

_BLOCKS = {"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Title", "LI", "TD", "TH", "Caption", "TOCI", "Note"}
_CELLS = {"TD", "TH"}
_MAX_DEPTH = 100


class StructureTree:
    """The tags of a document, looked up page by page; empty when the document has none or they are unusable."""

    def __init__(self, pdf: PDF) -> None:
        self._parents: dict[int, Any] = {}
        self._roles: Mapping[str, Any] = {}
        self._known: dict[int, Tag | None] = {}
        try:
            self._load(pdf)
        except Exception:  # damaged tags: the text is read without them
            self._parents = {}

    def _load(self, pdf: PDF) -> None:
        from pdfminer.data_structures import NumberTree
        from pdfminer.pdftypes import resolve1

        root = resolve1(pdf.doc.catalog.get("StructTreeRoot"))
        if root and "ParentTree" in root:
            self._parents = dict(NumberTree(root["ParentTree"]).values)
            self._roles = resolve1(root.get("RoleMap")) or {}

    def tags_of(self, page: Page) -> dict[int, Tag]:
        """The tag of each marked-content identifier of a page."""
        from pdfminer.pdftypes import resolve1

        try:
            parents = resolve1(self._parents.get(page.page_obj.attrs.get("StructParents", -1)))
            tags = {mcid: self._tag(ref) for mcid, ref in enumerate(parents or [])}
        except Exception:  # damaged tags of one page
            return {}
        return {mcid: tag for mcid, tag in tags.items() if tag}

    def _tag(self, ref: Any) -> Tag | None:  # noqa: ANN401 - pdfminer's objects are untyped
        identity = getattr(ref, "objid", None)
        if identity is None:
            return None
        if identity not in self._known:
            self._known[identity] = self._climb(ref)
        return self._known[identity]

    def _climb(self, ref: Any) -> Tag | None:  # noqa: ANN401
        """Walk up from an element to the paragraph, cell, row and table that hold it."""
        from pdfminer.pdftypes import resolve1

        found: dict[str, int] = {}
        kind = ""
        for _ in range(_MAX_DEPTH):
            element = resolve1(ref)
            if not isinstance(element, dict) or "S" not in element:
                break
            name = element["S"].name
            name = getattr(resolve1(self._roles.get(name)), "name", name)
            if name in _BLOCKS and not kind:
                kind = name
                found["block"] = ref.objid
            if name in _CELLS:
                found.setdefault("cell", ref.objid)
            elif name == "TR":
                found.setdefault("row", ref.objid)
            elif name == "Table":
                found.setdefault("table", ref.objid)
            ref = element.get("P")
        return Tag(found["block"], kind, found.get("cell"), found.get("row"), found.get("table")) if kind else None
