"""Libraries that only comparisons need: the extra ``eval``."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ingest.errors import AcquisError


def required(module: str) -> Any:  # noqa: ANN401 - a module is typed by nobody
    """A module of the extra ``eval``.

    Raises:
        AcquisError: it is not installed; the message says how to install it.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise AcquisError(
            f'Cette comparaison demande {module.replace("_", "-")} : installez les outils d\'évaluation (pip install --editable ".[eval]").'
        ) from error
