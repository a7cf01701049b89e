"""The file of a comparison, its format told by its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.comparing.documents import as_document
from assistant.comparing.exports.excel import to_excel
from assistant.comparing.exports.markdown import to_markdown
from assistant.comparing.exports.sheets import Report
from assistant.comparing.exports.tabular import to_csv
from assistant.comparing.exports.word import to_word
from assistant.exports.formats import content_in, json_bytes
from ingest.atomic import write_bytes_atomically

FORMATS: dict[str, Callable[[Report], bytes]] = {
    ".docx": to_word,
    ".xlsx": to_excel,
    ".csv": to_csv,
    ".md": lambda report: to_markdown(report).encode(),
    ".json": lambda report: json_bytes(as_document(report.comparison, report.impact)),
}


def export_bytes(report: Report, suffix: str) -> bytes:
    """The content of a file with that suffix.

    Raises:
        AcquisError: no such format.
    """
    return content_in(FORMATS, report, suffix)


def export_file(report: Report, path: Path) -> None:
    """Write the file, whole or not at all.

    Raises:
        AcquisError: no such format.
        StoreError: the folder cannot be written.
    """
    write_bytes_atomically(path, export_bytes(report, path.suffix))
