"""What was answered where nothing is chosen: what comes near to right, what does not, and where each may be accepted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from quizzes.attempts.given_answers import Given
from quizzes.attempts.key_subject import Subject
from quizzes.progress.items import class_cells
from quizzes.progress.items.nearness import is_near


@dataclass(frozen=True)
class Group:
    """An answer that was given, how often, and where it may be accepted."""

    given: Given
    url: str


@dataclass(frozen=True)
class Answers:
    """Given to that version, or to one that takes the same answers; the most frequent first."""

    subject: Subject
    given: Sequence[Given]

    @cached_property
    def near(self) -> list[Group]:
        """Words that are not right, but like those that are: a missed spelling, mostly."""
        return [self.group(one) for one in self.wrong if self.is_near(one)]

    @cached_property
    def others(self) -> list[Group]:
        return [self.group(one) for one in self.wrong if not self.is_near(one)]

    @cached_property
    def right(self) -> list[Group]:
        return [self.group(one) for one in self.given if one.is_right]

    @cached_property
    def wrong(self) -> list[Given]:
        return [one for one in self.given if not one.is_right]

    @cached_property
    def right_words(self) -> dict[int, list[str]]:
        """By gap, those that students wrote: a key may name only a piece of them."""
        found: dict[int, list[str]] = {}
        for one in self.given:
            if one.is_right and (written := self.subject.written(one)):
                found.setdefault(written.gap, []).append(written.words)
        return found

    def is_near(self, given: Given) -> bool:
        written = self.subject.written(given)
        if written is None:
            return False
        return is_near(written.words, [*written.rights, *self.right_words.get(written.gap, [])])

    def group(self, given: Given) -> Group:
        page = reverse("admin:quizzes_correction_propose", args=[self.subject.question.pk, "accept"])
        return Group(given, f"{page}?version={self.subject.version.pk}&chosen={given.name}")


def of_class(subject: Subject, runs: Collection[class_cells.Run]) -> Answers:
    """What these attempts of a class gave to the version, and to those that take the same answers."""
    counted = class_cells.given(runs, [one.pk for one in subject.alike])
    return Answers(subject, subject.given_among(counted))
