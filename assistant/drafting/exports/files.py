"""The file of a set of items, its format told by its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.drafting.documents import as_document
from assistant.drafting.exports.excel import to_excel
from assistant.drafting.exports.gift import to_gift
from assistant.drafting.exports.markdown import to_markdown
from assistant.drafting.exports.moodle import to_moodle
from assistant.drafting.exports.tabular import to_csv
from assistant.drafting.exports.word import to_word
from assistant.drafting.items import Drafted
from assistant.exports.formats import content_in, json_bytes
from ingest.atomic import write_bytes_atomically

FORMATS: dict[str, Callable[[Drafted], bytes]] = {
    ".docx": to_word,
    ".xlsx": to_excel,
    ".csv": to_csv,
    ".md": lambda drafted: to_markdown(drafted).encode(),
    ".xml": to_moodle,
    ".gift": lambda drafted: to_gift(drafted).encode(),
    ".json": lambda drafted: json_bytes(as_document(drafted)),
}


def export_bytes(drafted: Drafted, suffix: str) -> bytes:
    """The content of a file with that suffix (``".docx"``, ``".xml"`` for Moodle, ``".gift"``…).

    Raises:
        AcquisError: no such format.
    """
    return content_in(FORMATS, drafted, suffix)


def export_file(drafted: Drafted, path: Path) -> None:
    """Write the file, whole or not at all.

    Raises:
        AcquisError: no such format.
        StoreError: the folder cannot be written.
    """
    write_bytes_atomically(path, export_bytes(drafted, path.suffix))
