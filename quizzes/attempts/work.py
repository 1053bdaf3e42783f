"""What a student's page sends with a question, whether or not it can be read, and why it may not be taken."""

from dataclasses import dataclass, replace

from django.http import QueryDict

from quizzes.attempts.behaviours import Certainty
from quizzes.kinds.folding import cleaned

LONGEST = 20_000
"""Characters that are kept of what stands in the fields of one question."""


class AttemptFinished(Exception):
    """The attempt was over before this arrived; nothing of it was kept."""


class Stale(Exception):
    """The question was changed in another window since the page was made. The argument is the slot as it is now."""


class Overtaken(Exception):
    """Something else of the attempt was written between reading and writing; look again."""


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
