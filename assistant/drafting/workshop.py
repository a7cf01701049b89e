"""A set of items under review: what the trainer decided of each, and what the whole covers at any moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.drafting import review
from assistant.drafting.composing import Request
from assistant.drafting.items import Choice, Coverage, Drafted, Item, coverage
from assistant.drafting.units import Scope, scope_of
from ingest.model import Certification


@dataclass(frozen=True)
class Workshop:
    """The items with the scope that they were drafted for; every decision gives a new one."""

    drafted: Drafted
    scope: Scope

    @classmethod
    def of(cls, drafted: Drafted, certification: Certification, request: Request) -> Workshop:
        """The set as it was drafted."""
        return cls(drafted, scope_of(certification, request.competences, request.blocks))

    def accept(self, item_ids: Sequence[str]) -> Workshop:
        """These items as they stand."""
        drafted = self.drafted
        for item_id in item_ids:
            drafted = review.accept(drafted, item_id)
        return self._recounted(drafted)

    def reject(self, item_id: str) -> Workshop:
        """Without this item, which stays there to be taken back."""
        return self._recounted(review.reject(self.drafted, item_id))

    def edit(self, item_id: str, text: str, expected: Sequence[str], choices: Sequence[Choice] = ()) -> Workshop:
        """One item in the trainer's own words; the key of a multiple-choice question is what is expected.

        Raises:
            AcquisError: as :func:`assistant.drafting.review.edit`.
        """
        lines = [choice.text for choice in choices if choice.correct] or [line.strip() for line in expected if line.strip()]
        edited = review.edit(self.drafted, item_id, text=text.strip(), expected=tuple(lines), choices=tuple(choices) or None)
        return self._recounted(edited)

    @property
    def waiting(self) -> tuple[Item, ...]:
        """The items that nothing was decided of."""
        return tuple(item for item in self.drafted.offered if item not in self.drafted.kept)

    @property
    def kept_coverage(self) -> Coverage:
        """What the accepted items cover."""
        return coverage(self.drafted.kept, self.scope.criteria)

    def to_export(self) -> Drafted:
        """What was accepted, and nothing else.

        Raises:
            AcquisError: nothing was.
        """
        return review.only_kept(self.drafted, self.scope)

    def _recounted(self, drafted: Drafted) -> Workshop:
        return replace(self, drafted=review.recounted(drafted, self.scope))
