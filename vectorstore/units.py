"""What search runs over: *units*. A unit is a passage or a parole, with the passage (its *target*) that a hit on it stands for.

A statement is its own target, a bullet's target is its statement, a parole's target is the statement that it evidences. A unit is
filtered by the fields of its target. On disk: ``units.jsonl`` (one unit a line, readable), ``starts.npy`` (byte offset of each line) and
``fields.npy`` with ``fields.json`` (six integers a unit), so that opening an index reads no text.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from ingest.model import Passage
from vectorstore.utterances import Utterance

Rows = NDArray[np.int64]
"""Numbers of units, in the order of ``units.jsonl``."""

_TARGET, _CERTIFICATION, _KIND, _COMPETENCE, _PART, _SPOKEN = range(6)
_FIELDS = 6
NO_NUMBER = -1


@dataclass(frozen=True)
class Filters:
    """What a hit's passage must satisfy; None means anything. ``competences``: numbers, or (certification id, number).

    ``spoken`` False leaves the paroles out: a question about the text is answered by the text's own words, the description of what a
    person did by people's words too.
    """

    certifications: frozenset[str] | None = None
    kinds: frozenset[str] | None = None
    competences: frozenset[int | tuple[str, int]] | None = None
    parts: frozenset[str] | None = None
    spoken: bool = True


@dataclass(frozen=True)
class Unit:
    """One searched text. ``utterance`` is set for a parole, ``passage`` for all others."""

    passage: Passage | None
    utterance: Utterance | None

    @property
    def text(self) -> str:
        """What was said or written."""
        if self.utterance is not None:
            return self.utterance.text
        assert self.passage is not None
        return self.passage.text


class UnitWriter:
    """Appends units to a new folder; :meth:`close` completes it. Holds integers only, never texts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stream: BinaryIO = (folder / "units.jsonl").open("wb")
        self._starts = array("q", [0])
        self._digest = hashlib.sha256()
        self._rows: dict[str, int] = {}
        self._orphans: dict[int, str] = {}
        self._fields = [array("i") for _ in range(_FIELDS)]
        self._names: dict[str, dict[str, int]] = {"certifications": {}, "kinds": {}, "parts": {}}

    def add_passage(self, passage: Passage) -> None:
        """Append a passage or bullet. A bullet may come before its statement."""
        row = len(self._starts) - 1
        if passage.parent is None:
            target = row
        elif (known := self._rows.get(passage.parent)) is not None:
            target = known
        else:
            target = NO_NUMBER
            self._orphans[row] = passage.parent
        self._rows[passage.id] = row
        self._write({"passage": passage.model_dump(mode="json", exclude_none=True)})
        self._append(target, passage, NO_NUMBER if passage.competence is None else passage.competence, spoken=False)

    def add_utterance(self, utterance: Utterance, target: Passage) -> None:
        """Append a parole of a statement that was added before."""
        self._write({"utterance": utterance.model_dump(mode="json", exclude_none=True), "target": target.id})
        self._append(self._rows[target.id], target, utterance.competence, spoken=True)

    def close(self) -> str:
        """Write everything out; the result is the SHA-256 of all units."""
        self._stream.close()
        fields = np.array(self._fields, dtype=np.int32).reshape(_FIELDS, -1)
        for row, parent in self._orphans.items():
            fields[_TARGET, row] = self._rows.get(parent, row)
        if len(fields[_TARGET]):
            fields[1:_SPOKEN] = fields[1:_SPOKEN, fields[_TARGET]]
        np.save(self._folder / "fields.npy", fields)
        np.save(self._folder / "starts.npy", np.frombuffer(self._starts, dtype=np.int64))
        names = {name: list(values) for name, values in self._names.items()}
        (self._folder / "fields.json").write_text(json.dumps(names, ensure_ascii=False), "utf-8")
        return self._digest.hexdigest()

    def _write(self, content: dict[str, object]) -> None:
        line = json.dumps(content, ensure_ascii=False).encode("utf-8") + b"\n"
        self._digest.update(line)
        self._stream.write(line)
        self._starts.append(self._starts[-1] + len(line))

    def _append(self, target: int, passage: Passage, competence: int, *, spoken: bool) -> None:
        names = self._names
        values = (
            target,
            _number(names["certifications"], passage.certification),
            _number(names["kinds"], passage.kind),
            competence,
            NO_NUMBER if passage.part is None else _number(names["parts"], passage.part),
            int(spoken),
        )
        for field, value in zip(self._fields, values, strict=True):
            field.append(value)


class Units:
    """The units of a finished folder; texts are read from disk when asked for."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "units.jsonl"
        self._starts: Rows = np.load(folder / "starts.npy")
        self._fields: NDArray[np.int32] = np.load(folder / "fields.npy")
        names = json.loads((folder / "fields.json").read_text("utf-8"))
        self._certifications: list[str] = names["certifications"]
        self._kinds: list[str] = names["kinds"]
        self._parts: list[str] = names["parts"]
        self.targets: NDArray[np.int32] = self._fields[_TARGET]
        self.spoken: NDArray[np.bool_] = self._fields[_SPOKEN] == 1
        self._passages: dict[int, Passage] = {}
        self._by_target = np.argsort(self.targets, kind="stable")
        self._sorted_targets = self.targets[self._by_target]

    def __len__(self) -> int:
        return len(self.targets)

    @property
    def is_whole(self) -> bool:
        """Whether the text file is as long as its offsets say."""
        return len(self._starts) == len(self) + 1 and self._path.stat().st_size == int(self._starts[-1])

    def read(self, rows: Iterable[int]) -> list[Unit]:
        """The units of these rows, in the given order."""
        with self._path.open("rb") as stream:
            return [self._read_one(stream, int(row)) for row in rows]

    def passages(self, rows: Iterable[int]) -> list[Passage]:
        """The passages of these rows; each is read from disk once."""
        wanted = [int(row) for row in rows]
        missing = [row for row in wanted if row not in self._passages]
        for row, unit in zip(missing, self.read(missing), strict=True):
            assert unit.passage is not None
            self._passages[row] = unit.passage
        return [self._passages[row] for row in wanted]

    def of_target(self, target: int, *, spoken: bool = True) -> Rows:
        """The target's own row and those of its bullets and, unless ``spoken`` is False, of its paroles."""
        first, last = np.searchsorted(self._sorted_targets, [target, target + 1])
        rows = self._by_target[first:last]
        return rows if spoken else rows[self._fields[_SPOKEN][rows] == 0]

    def metadata(self, row: int) -> dict[str, str | int]:
        """The fields of a unit by name, as a vector database stores them: flat, without None."""
        _, certification, kind, competence, part, spoken = (int(value) for value in self._fields[:, row])
        found: dict[str, str | int] = {
            "row": row,
            "certification": self._certifications[certification],
            "kind": self._kinds[kind],
            "spoken": spoken,
        }
        if competence != NO_NUMBER:
            found["competence"] = competence
        if part != NO_NUMBER:
            found["part"] = self._parts[part]
        return found

    def mask(self, filters: Filters | None) -> NDArray[np.bool_] | None:
        """Which units pass, or None when all do."""
        if filters is None or filters == Filters():
            return None
        passing = np.ones(len(self), dtype=bool) if filters.spoken else self._fields[_SPOKEN] == 0
        named = (
            (filters.certifications, self._certifications, _CERTIFICATION),
            (filters.kinds, self._kinds, _KIND),
            (filters.parts, self._parts, _PART),
        )
        for wanted, names, field in named:
            if wanted is not None:
                numbers = [number for number, name in enumerate(names) if name in wanted]
                passing &= np.isin(self._fields[field], numbers)
        if filters.competences is not None:
            passing &= self._competence_mask(filters.competences)
        return passing

    def _competence_mask(self, competences: frozenset[int | tuple[str, int]]) -> NDArray[np.bool_]:
        passing = np.zeros(len(self), dtype=bool)
        for wanted in competences:
            if isinstance(wanted, int):
                passing |= self._fields[_COMPETENCE] == wanted
            elif wanted[0] in self._certifications:
                here = self._fields[_CERTIFICATION] == self._certifications.index(wanted[0])
                passing |= here & (self._fields[_COMPETENCE] == wanted[1])
        return passing

    def _read_one(self, stream: BinaryIO, row: int) -> Unit:
        stream.seek(int(self._starts[row]))
        content = json.loads(stream.read(int(self._starts[row + 1] - self._starts[row])))
        if "utterance" in content:
            return Unit(passage=None, utterance=Utterance.model_validate(content["utterance"]))
        return Unit(passage=Passage.model_validate(content["passage"]), utterance=None)


def _number(names: dict[str, int], name: str) -> int:
    return names.setdefault(name, len(names))
