"""The JSON of ``draft``, and the same read back: what is exported as .json can be reviewed and given again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.drafting.items import Drafted, Item, Quotation
from ingest.errors import AcquisError

Json = dict[str, Any]


def as_document(drafted: Drafted) -> Json:
    """The contract's document; keys that a kind of item does not have are left out."""
    return {
        "certification": drafted.certification,
        "title": drafted.title,
        "scope": drafted.scope,
        "kind": drafted.kind.value,
        "items": [_item(item) for item in drafted.items],
        "coverage": {
            "criteria": drafted.coverage.criteria,
            "covered": drafted.coverage.covered,
            "missing": [quotation.criterion for quotation in drafted.coverage.missing],
            "missing_texts": [quotation.text for quotation in drafted.coverage.missing],
        },
        "notes": list(drafted.notes),
        "engine": drafted.engine,
    }


def _item(item: Item) -> Json:
    """``choices``, ``probes``, ``case`` and ``knowledge`` only where there are some."""
    document = item.model_dump(mode="json")
    return {key: value for key, value in document.items() if value or key not in ("choices", "probes", "case", "knowledge")}


def read_document(path: Path) -> Drafted:
    """A file written by ``draft -o FICHIER.json``, as it was or reviewed since.

    Raises:
        AcquisError: the file is missing, or is not such a document.
    """
    try:
        document = json.loads(path.read_text("utf-8"))
        told = document["coverage"]
        missing = [Quotation(criterion=i, text=text) for i, text in zip(told["missing"], told["missing_texts"], strict=True)]
        measures = {"criteria": told["criteria"], "covered": told["covered"], "missing": missing}
        return Drafted.model_validate(document | {"coverage": measures})
    except FileNotFoundError as error:
        raise AcquisError(f"Le fichier {path} n'existe pas : vérifiez le chemin.") from error
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise AcquisError(f"{path.name} n'est pas un fichier écrit par « acquis draft -o … .json » : donnez-en un.") from error
