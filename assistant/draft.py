"""An answer under construction: prose of ours, quotations of the referential, one numbered citation per passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.answer import Citation
from assistant.french import NBSP
from ingest.model import Passage


@dataclass
class Draft:
    """Lines of Markdown and the citations that they use, numbered from 1 in order of first use."""

    lines: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def say(self, line: str = "") -> None:
        """Add a line of our own prose."""
        self.lines.append(line)

    def cite(self, passage: Passage) -> int:
        """The number of a passage's citation, added when it is new."""
        if passage.id not in self._numbers:
            self.citations.append(citation_of(passage))
            self._numbers[passage.id] = len(self.citations)
        return self._numbers[passage.id]

    def quote(self, passage: Passage) -> str:
        """The passage between quotation marks with its mark."""
        return quotation(passage.text, self.cite(passage))

    def item(self, passage: Passage, marker: str = "-") -> None:
        """Add a quotation as a list item."""
        self.say(f"{marker} {self.quote(passage)}")

    def cell(self, passage: Passage) -> str:
        """The passage between quotation marks with its mark, on one line: what a cell of a table can hold."""
        return cell_quotation(passage.text, self.cite(passage))

    @property
    def markdown(self) -> str:
        """The whole answer."""
        return "\n".join(self.lines).strip()


def quotation(text: str, number: int) -> str:
    """``« text » [number]`` in Markdown; the lines of a list stay lines."""
    lines = text.replace("\n", "  \n  ")
    return f"«{NBSP}{lines}{NBSP}» [{number}]"


def cell_quotation(text: str, number: int) -> str:
    """``« text » [number]`` on one line; the lines of a list follow each other after a space."""
    return f"«{NBSP}{' '.join(text.split(chr(10)))}{NBSP}» [{number}]"


def with_slots(answer: str, citations: Sequence[Citation], slot: str) -> str:
    """The Markdown of an answer with ``slot`` in the place of every passage quoted whole.

    Args:
        answer: the Markdown.
        citations: what its marks count, from 1.
        slot: a format with one field, for the rank (from 0) of the citation.
    """
    for rank, citation in enumerate(citations):
        for quoted in (quotation, cell_quotation):
            answer = answer.replace(quoted(citation.text, rank + 1), slot.format(rank))
    return answer


def citation_of(passage: Passage) -> Citation:
    """The citation of a passage."""
    return Citation(
        passage=passage.id,
        certification=passage.certification,
        competence=passage.competence,
        family=passage.part,
        text=passage.text,
        document=passage.source.document,
        page=passage.source.page,
        lines=passage.source.lines,
        corrected=passage.source.corrected,
    )
