"""What a student's page sends with a question: the fields as they stand, whether or not they can be read."""

from dataclasses import dataclass, replace

from django.http import QueryDict

from quizzes.attempts.behaviours import Certainty
from quizzes.kinds.folding import cleaned

LONGEST = 20_000
"""Characters that are kept of what stands in the fields of one question."""


@dataclass(frozen=True)
class Work:
    """The fields as typed, how sure the student is, and the revision of the slot their page was made on."""

    typed: tuple[str, ...]
    certainty: int | None = None
    revision: int | None = None

    @property
    def is_blank(self) -> bool:
        return not any(text.strip() for text in self.typed)

    def cleared(self) -> "Work":
        return replace(self, typed=(), certainty=None)


NOTHING_SENT = Work(())


def of(fields: QueryDict) -> Work:
    """Whatever was sent; what no store takes is left out, and what is too long is cut."""
    left, typed = LONGEST, []
    for text in fields.getlist("given"):
        typed.append(cleaned(text[:left]))
        left -= len(typed[-1])
    return Work(tuple(typed), certainty_in(fields), revision_in(fields))


def certainty_in(fields: QueryDict) -> int | None:
    chosen = fields.get("certainty", "")
    return int(chosen) if chosen in {str(int(level)) for level in Certainty} else None


def revision_in(fields: QueryDict) -> int | None:
    revision = fields.get("revision", "")
    return int(revision) if revision.isdecimal() and len(revision) < 10 else None
