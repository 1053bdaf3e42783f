"""Who acts, and by which door: what changes meanwhile, anywhere in the code, knows whose act it belongs to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import uuid4

if TYPE_CHECKING:
    from core.models import User

UNNAMED = "a script"
"""Where nothing says who acts: somebody at a Python prompt, or a program of the host's."""


@dataclass
class Act:
    """One thing that somebody did: a request, a run of a command, or what stands in a `with acting(…)`."""

    actor: Callable[[], Any] = lambda: None
    door: str = ""

    @cached_property
    def id(self) -> str:
        return uuid4().hex

    @property
    def by(self) -> "User | None":
        """The person, asked for only when something changes; nobody where nobody signed in."""
        person = self.actor()
        return person if person is not None and person.is_authenticated else None


_current: ContextVar[Act | None] = ContextVar("act", default=None)


def current() -> Act:
    return _current.get() or Act(door=UNNAMED)


@contextmanager
def acting(by: "User | None" = None, door: str = "", actor: Callable[[], Any] | None = None) -> Iterator[Act]:
    """All that changes in here is one act. It is of the same person and door as the act around it, unless told
    otherwise. `actor` is asked for the person only when something changes.
    """
    around = _current.get()
    if by is not None:
        actor = lambda: by  # noqa: E731 - a person at once is an actor that is known
    act = Act(actor or (around.actor if around else Act.actor), door or (around.door if around else ""))
    token = _current.set(act)
    try:
        yield act
    finally:
        _current.reset(token)
