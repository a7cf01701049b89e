"""argparse speaks French: headings, the help option, and the messages of wrong usage."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from assistant.french import NBSP

_ERRORS: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (?P<names>.+)", rf"il manque{NBSP}: {{names}}"),
    (r"one of the arguments (?P<names>.+) is required", rf"il manque l'un de ces arguments{NBSP}: {{names}}"),
    (r"unrecognized arguments: (?P<names>.+)", rf"argument inconnu{NBSP}: {{names}}"),
    (r"argument (?P<name>.+?): expected one argument", "l'option {name} attend une valeur"),
    (r"argument (?P<name>.+?): expected at least one argument", "il faut au moins une valeur pour {name}"),
    (
        r"argument COMMANDE: invalid choice: (?P<value>\S+) \(choose from (?P<choices>.+)\)",
        rf"commande inconnue{NBSP}: {{value}} (commandes{NBSP}: {{choices}})",
    ),
    (
        r"argument (?P<name>.+?): invalid choice: (?P<value>.+?) \(choose from (?P<choices>.+)\)",
        rf"{{name}}{NBSP}: {{value}} n'est pas possible (choix{NBSP}: {{choices}})",
    ),
    (r"argument (?P<name>.+?): invalid \w+ value: (?P<value>.+)", rf"{{name}}{NBSP}: {{value}} n'est pas un nombre entier"),
    (r"argument (?P<name>.+?): ignored explicit argument (?P<value>.+)", "l'option {name} ne prend pas de valeur ({value})"),
    (r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)", "{name} et {other} ne vont pas ensemble"),
    (r"argument (?P<name>.+?): (?P<message>.+)", rf"{{name}}{NBSP}: {{message}}"),
)


def translate(message: str) -> str:
    """argparse's message in French; one that is not known is left as it is."""
    for pattern, french in _ERRORS:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return french.format(**match.groupdict())
    return message


class FrenchHelp(argparse.HelpFormatter):
    """Usage line and headings in French."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """As argparse's, under « Utilisation »."""
        super().add_usage(usage, actions, groups, f"Utilisation{NBSP}: " if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        """As argparse's, with the space that French puts before a colon."""
        super().start_section(heading and heading + NBSP)


class FrenchParser(argparse.ArgumentParser):
    """A parser whose help and errors are French; options are never guessed from their first letters."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - argparse's own options
        options.setdefault("formatter_class", FrenchHelp)
        super().__init__(**options, add_help=False, allow_abbrev=False)
        self._positionals.title = "Arguments"
        self._optionals.title = "Options"
        self.add_argument("-h", "--help", action="help", help="affiche cette aide")

    def error(self, message: str) -> NoReturn:
        """Say in French what is wrong with the usage, and leave with status 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}{NBSP}: {translate(message)}.\nAide{NBSP}: {self.prog} --help\n")
