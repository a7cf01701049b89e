"""The report of a check, its format told by the name of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.dossier.board import Remark
from assistant.dossier.comparing import Comparison
from assistant.dossier.document import as_document
from assistant.dossier.model import Check
from assistant.dossier.reports.excel import to_excel
from assistant.dossier.reports.markdown import to_markdown
from assistant.dossier.reports.matrix import to_csv
from assistant.dossier.reports.opinions import as_parts, opinions_document
from assistant.dossier.reports.outline import Part, outline
from assistant.dossier.reports.word import to_word
from assistant.exports.formats import json_bytes, unknown_format
from ingest.atomic import write_bytes_atomically

FORMATS = (".docx", ".xlsx", ".csv", ".md", ".json")


@dataclass(frozen=True)
class Report:
    """A check ready to be written, ``masked`` or not, beside a previous one or not, with the adviser's own ``remarks`` by row."""

    check: Check
    masked: bool = False
    comparison: Comparison | None = None
    remarks: Mapping[str, Remark] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """The JSON."""
        document = as_document(self.check, masked=self.masked)
        if self.remarks:
            document |= {"remarks": opinions_document(self.remarks)}
        return document | {"compared": self.comparison.document()} if self.comparison else document

    def markdown(self) -> str:
        """The report to read on a screen."""
        return to_markdown(self._outline())

    def content(self, suffix: str) -> bytes:
        """The content of a file with that suffix (``".docx"``…).

        Raises:
            AcquisError: no such format.
        """
        match suffix.lower():
            case ".docx":
                return to_word(self._outline())
            case ".xlsx":
                return to_excel(self.check, self.comparison, self.remarks)
            case ".csv":
                return to_csv(self.check)
            case ".md":
                return self.markdown().encode()
            case ".json":
                return json_bytes(self.document())
        raise unknown_format(suffix, FORMATS)

    def write(self, path: Path) -> None:
        """Write the file, whole or not at all.

        Raises:
            AcquisError: no such format.
            StoreError: the folder cannot be written.
        """
        write_bytes_atomically(path, self.content(path.suffix))

    def _outline(self) -> Iterator[Part]:
        yield from outline(self.check, self.comparison, datetime.now().astimezone(), masked=self.masked)
        yield from as_parts(self.check, self.remarks)


def check_suffix(path: Path) -> None:
    """Refuse a format before the work is done.

    Raises:
        AcquisError: no such format.
    """
    if path.suffix.lower() not in FORMATS:
        raise unknown_format(path.suffix, FORMATS)
