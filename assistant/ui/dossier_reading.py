"""A dossier on its way: read and compared apart from the page that shows it, in memory, its file erased as soon as it is read."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread

from assistant.dossier.board import Remark
from assistant.dossier.bugs import without_words
from assistant.dossier.checking import Checker
from assistant.dossier.comparing import Comparison, compare
from assistant.dossier.document import as_document
from assistant.dossier.masking import Masker
from assistant.dossier.model import Check, Dossier
from assistant.dossier.reading import read_dossier
from assistant.dossier.reports.files import Report
from assistant.dossier.reports.opinions import read_opinions
from assistant.ui.uploads import Upload, keep_in

OPEN, READING = "dossier_open", "dossier_reading"
"""Where a session holds the dossier that is open, and the one on its way."""


@dataclass(frozen=True)
class Open:
    """The dossier open in a session: its check, how it differs from a previous one, and the adviser's remarks by row."""

    check: Check
    comparison: Comparison | None = None
    remarks: Mapping[str, Remark] = field(default_factory=dict)

    def report(self, *, masked: bool) -> Report:
        """What is taken away; ``masked`` hides what identifies someone, in the remarks too."""
        if not masked:
            return Report(self.check, False, self.comparison, self.remarks)
        masker = Masker(self.check.dossier)
        remarks = {key: replace(remark, comment=masker.text(remark.comment)) for key, remark in self.remarks.items()}
        return Report(masker.check(self.check), True, self.comparison, remarks)


@dataclass(frozen=True)
class Kept:
    """What a session has: the dossier that is ``opened``, and the ``reading`` that is under way."""

    opened: Open | None = None
    reading: Reading | None = None


@dataclass(frozen=True)
class Previous:
    """A check to compare with: its JSON, and the name of the file that it came in."""

    content: bytes
    name: str


class Reading(Thread):
    """Reads and checks one dossier; ``share`` (0..1) and ``text`` tell how far it is."""

    def __init__(
        self,
        given: Upload | Dossier,
        certification: str,
        checker: Checker,
        previous: Previous | None = None,
        remarks: Mapping[str, Remark] | None = None,
    ) -> None:
        super().__init__(daemon=True, name="dossier")
        self.share, self.text = 0.0, "Lecture du dossier…"
        self.certification = certification
        self._given, self._checker, self._previous, self._remarks = given, checker, previous, remarks or {}
        self._result: Open | None = None
        self._error: Exception | None = None
        self.start()

    def run(self) -> None:
        """Read, check, compare; what went wrong is for :meth:`result`."""
        try:
            with without_words():
                self._result = self._work()
        except Exception as error:
            self._error = error

    def result(self) -> Open:
        """The dossier, once it is done; raises what stopped it."""
        self.join()
        if self._result is None:
            assert self._error is not None
            raise self._error
        return self._result

    def _work(self) -> Open:
        dossier = self._given if isinstance(self._given, Dossier) else self._read(self._given)
        check = self._checker.check(self.certification, dossier, progress=self._hear)
        previous = self._previous
        if previous is None:
            return Open(check, None, self._remarks)
        comparison = compare(previous.content, as_document(check), previous.name)
        return Open(check, comparison, {**read_opinions(previous.content, previous.name), **self._remarks})

    def _read(self, upload: Upload) -> Dossier:
        with tempfile.TemporaryDirectory(prefix="acquis-") as folder:
            return read_dossier(keep_in(upload, Path(folder) / "dossier"), self._hear)

    def _hear(self, what: str, done: int, steps: int) -> None:
        """Reading is the first half, comparing with the referential the second."""
        share = done / steps if steps else 0.0
        if what == "sections":
            self.share, self.text = 0.5 + share / 2, f"Comparaison au référentiel : partie {done} sur {steps}…"
        else:
            self.share, self.text = share / 2, f"Lecture du dossier : page {done} sur {steps}…"
