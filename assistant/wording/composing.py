"""The proved sentences become the answer's Markdown, piece by piece; each piece is final when it is given out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from assistant.answer import Citation
from assistant.draft import citation_of, quotation
from assistant.french import NBSP, listing
from assistant.verification import STRUCK, verify
from assistant.wording.checking import Checked, Checker, Fault
from assistant.wording.quoting import Span
from assistant.wording.sentences import Sentence
from ingest.model import Passage

_NOTES = {Fault.WORDS: STRUCK, Fault.NUMBER: "~~citation retirée : le passage indiqué n'existe pas~~"}
MAX_BARREN = 15
"""Sentences in a row that bring no new quotation: the model goes round in circles."""


class Composer:
    """Gathers one answer. Nothing is given out before a first quotation stands."""

    def __init__(
        self, passages: Sequence[Passage], question: str, names: Mapping[str, str], on_text: Callable[[str], None], *, opening: str = ""
    ) -> None:
        self._opening = opening
        self.faults: Counter[Fault] = Counter()
        self.unanswered = False
        self._passages = passages
        self._checker = Checker(passages, question)
        self._names = names if len({p.certification for p in passages}) > 1 else {}
        self._on_text = on_text
        self._pieces: list[str] = []
        self._piece = ""
        self._held: list[tuple[str, Sentence]] = []
        self._lead: Checked | None = None
        self._shown_lead = ""
        self._numbers: dict[int, int] = {}
        self._seen: set[Span] = set()
        self._under = ""
        self._listed = self._alone = False
        self._barren = 0

    @property
    def markdown(self) -> str:
        """What stands so far: the pieces given out, one after the other."""
        return "".join(self._pieces)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What the marks of :attr:`markdown` count from 1."""
        return tuple(citation_of(self._passages[rank]) for rank in self._numbers)

    @property
    def going_round(self) -> bool:
        """Whether the model has stopped bringing anything."""
        return self._barren >= MAX_BARREN

    def take(self, sentence: Sentence) -> None:
        """Check one sentence and give out what stays of it."""
        checked = self._checker.check(sentence)
        self.unanswered = self.unanswered or checked.unanswered
        self.faults.update(checked.faults)
        new = [span for span in checked.spans if span not in self._seen]
        self._barren = 0 if new else self._barren + 1
        if checked.lead:
            self._lead = checked
        elif new:
            self._proved(checked, sentence)
        elif notes := _notes(checked):
            self._struck(notes, sentence)
        elif not sentence.listed and not checked.spans:
            self._lead = None  # it announced something that is not shown

    def _proved(self, checked: Checked, sentence: Sentence) -> None:
        numbers = dict(self._numbers)
        for span in checked.spans:
            numbers.setdefault(span.rank, len(numbers) + 1)
        text = _rendered(checked, self._passages, numbers)
        citations = tuple(citation_of(self._passages[rank]) for rank in numbers)
        if verify(text, citations, written_by_us=False).text != text:  # a passage whose own quotation marks do not match
            self.faults[Fault.UNPROVED] += 1
            return
        self._numbers = numbers
        self._seen.update(checked.spans)
        if notes := _notes(checked):
            text = f"{text} {notes}"
        for held, at in self._held:
            self._write(held, at)
        self._held = []
        self._announce(checked, sentence)
        self._write(text, sentence)
        self._give_out()

    def _struck(self, notes: str, sentence: Sentence) -> None:
        if not self._pieces:
            self._held = [(notes, sentence)]
        elif not self._pieces[-1].endswith(notes):
            self._write(notes, sentence)
            self._give_out()

    def _announce(self, checked: Checked, sentence: Sentence) -> None:
        """Say where the quotations stand: the certification where there are several, else the line that the model wrote if it fits."""
        certifications = dict.fromkeys(self._passages[span.rank].certification for span in checked.spans)
        name = listing([self._names[i] for i in certifications if i in self._names])
        if name and name != self._under:
            self._under = name
            self._write_line(f"**{name}**")
        lead, self._lead = self._lead, None
        if lead and self._checker.lead_holds(lead.lead, checked.spans):
            self._shown_lead = lead.lead
            words = _typeset(lead.lead)
            self._write_line(f"**{words}**" if lead.heading else words)
        elif not sentence.listed:
            self._shown_lead = ""
        elif self._shown_lead and not self._checker.lead_holds(self._shown_lead, checked.spans):  # an item of another place
            self._shown_lead = ""
            self._write_line(f"*{' › '.join(self._passages[checked.spans[0].rank].context.split(' > ')[-2:])}*")

    def _write_line(self, text: str) -> None:
        self._write(text, Sentence("", 2, listed=False))
        self._alone = True

    def _write(self, text: str, sentence: Sentence) -> None:
        if not (self._pieces or self._piece):
            before = f"{self._opening}\n\n" if self._opening else ""
        elif sentence.listed and self._listed:
            before = "\n"
        elif sentence.listed or self._listed or self._alone or sentence.break_before:
            before = "\n\n"
        else:
            before = " "
        self._listed, self._alone = sentence.listed, False
        self._piece += before + ("- " if sentence.listed else "") + text

    def _give_out(self) -> None:
        """A quotation goes out together with what announces it: a reader who stops there has both."""
        piece, self._piece = self._piece, ""
        self._pieces.append(piece)
        self._on_text(piece)


def _notes(checked: Checked) -> str:
    return " ".join(dict.fromkeys(_NOTES[fault] for fault in checked.faults if fault in _NOTES))


def _rendered(checked: Checked, passages: Sequence[Passage], numbers: Mapping[int, int]) -> str:
    """The sentence with the passages' own characters between its guillemets."""
    text, ended = "", False
    for part in checked.parts:
        if isinstance(part, Span):
            words = passages[part.rank].text[part.start : part.end].strip()
            ended = words.endswith((".", "!", "?", "…"))
            text += (" " if text and not text.endswith(("'", "’", "(")) else "") + quotation(words, numbers[part.rank])
        elif words := _typeset(part.lstrip(".") if ended else part):
            text += words if not text or words.startswith((".", ",", ")", NBSP)) else f" {words.lstrip()}"
    return text


def _typeset(words: str) -> str:
    """French punctuation takes a no-break space before it."""
    return re.sub(r"\s*([:;?!])(?=\s|$)", rf"{NBSP}\1", words)
