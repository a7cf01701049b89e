"""Files of paroles that people write: the template to fill in, and what is read of it, as JSON lines or as a table (CSV)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from assistant.french import NBSP, quoted
from assistant.paroles.book import Place
from ingest.atomic import write_atomically
from ingest.errors import AcquisError
from vectorstore.utterances import Utterance

ADDED = "ajout"
"""The origin of a parole whose line gives none."""
_COLUMNS = ("competence", "part", "about", "text")
_LARGEST = 20_000_000
"""Bytes: some hundred thousand paroles."""


def write_template(path: Path, places: tuple[Place, ...]) -> None:
    """One line per place, whose ``text`` is left to write; ``.csv`` opens in a spreadsheet, ``.jsonl`` is the stored format.

    Raises:
        AcquisError: another extension, or the file is there already, perhaps filled in.
    """
    _known_format(path)
    if path.exists():
        raise AcquisError(f"{path} existe déjà{NBSP}: donnez un autre nom, pour ne pas écraser ce que vous y avez écrit.")
    rows = [(place.competence, place.part, place.about, "") for place in places]
    if path.suffix.lower() == ".jsonl":
        text = "".join(json.dumps(dict(zip(_COLUMNS, row, strict=True)), ensure_ascii=False) + "\n" for row in rows)
    else:
        table = io.StringIO()
        csv.writer(table, delimiter=";", lineterminator="\n").writerows([_COLUMNS, *rows])
        text = "\ufeff" + table.getvalue()  # a spreadsheet takes it for UTF-8 only with the mark
    write_atomically(path, text)


def read_file(path: Path) -> Iterator[tuple[int, Utterance | str]]:
    """The number of each line with its parole, or with why it is none; lines whose text was left empty are passed over.

    Raises:
        AcquisError: the file cannot be read, is too large, or is of another format.
    """
    _known_format(path)
    try:
        if path.stat().st_size > _LARGEST:
            raise AcquisError(f"{path} est trop gros pour un fichier de paroles{NBSP}: partagez-le en plusieurs.")
        text = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise AcquisError(f"Le fichier {path} n'existe pas{NBSP}: vérifiez son nom.") from error
    except OSError as error:
        raise AcquisError(f"{path} ne peut pas être lu ({error.strerror or error}){NBSP}: vérifiez son nom et ses droits.") from error
    except UnicodeDecodeError as error:
        raise AcquisError(f"{path} n'est pas en UTF-8{NBSP}: enregistrez-le sous «{NBSP}CSV UTF-8{NBSP}».") from error
    yield from _json_lines(text) if path.suffix.lower() == ".jsonl" else _table(text, path)


def _known_format(path: Path) -> None:
    if path.suffix.lower() not in (".jsonl", ".csv"):
        raise AcquisError(f"Le format de {quoted(path.name)} n'est pas connu{NBSP}: donnez un fichier en .csv ou en .jsonl.")


def _json_lines(text: str) -> Iterator[tuple[int, Utterance | str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError):
            yield number, "ce n'est pas un objet JSON"
            continue
        yield from _parole(number, fields)


def _table(text: str, path: Path) -> Iterator[tuple[int, Utterance | str]]:
    head = text.split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=max(";,\t", key=head.count))
    try:
        if missing := [name for name in _COLUMNS if name not in (rows.fieldnames or ())]:
            names = ", ".join(_COLUMNS)
            raise AcquisError(f"La première ligne de {path} doit nommer les colonnes {names}{NBSP}; il manque {', '.join(missing)}.")
        for row in rows:
            if None in row:
                yield rows.line_num, "elle a plus de colonnes que la première ligne (mettez le texte entre guillemets)"
                continue
            fields = {name: row[name] or None for name in (*_COLUMNS, "origin") if row.get(name)}
            yield from _parole(rows.line_num, fields)
    except csv.Error as error:
        raise AcquisError(f"{path} n'est pas un tableau lisible (ligne {rows.line_num}){NBSP}: corrigez-le ou refaites-le.") from error


def _parole(number: int, fields: object) -> Iterator[tuple[int, Utterance | str]]:
    if isinstance(fields, dict) and not str(fields.get("text") or "").strip():
        return
    try:
        utterance = Utterance.model_validate({"origin": ADDED, **fields} if isinstance(fields, dict) else fields)
    except ValidationError as error:
        names = ", ".join(dict.fromkeys(str(item["loc"][0]) if item["loc"] else "ligne" for item in error.errors()))
        yield number, f"elle n'est pas une parole lisible ({names})"
        return
    yield number, utterance.model_copy(update={"text": " ".join(utterance.text.split()), "origin": utterance.origin.strip() or ADDED})
