"""Sessions of one person. Who is signed in stands inside each session, so all of them have to be opened."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from core.models import User
from core.redacting import Words

if TYPE_CHECKING:
    from core.personal import Erasing

MESSAGES = "_messages"
# What the clocks of several machines may differ by.
SKEW = timedelta(minutes=5)


@dataclass(frozen=True)
class Looked:
    """Keys of the person's sessions, and of other people's in which a waiting message names the person."""

    own: frozenset[str] = frozenset()
    naming: frozenset[str] = frozenset()


def look(person: User, words: Words, sessions: QuerySet[Session] | None = None) -> Looked:
    """Slow where there are very many sessions, so it is done before others have to wait."""
    own, naming = set(), set()
    for session in (Session.objects.all() if sessions is None else sessions).iterator():
        content = session.get_decoded()
        if content.get(SESSION_KEY) == str(person.pk):
            own.add(session.session_key)
        elif words.taken_out(content.get(MESSAGES)) != content.get(MESSAGES):
            naming.add(session.session_key)
    return Looked(frozenset(own), frozenset(naming))


def written_since(at: datetime) -> QuerySet[Session]:
    """Those that were made or changed since then, as far as their end tells."""
    return Session.objects.filter(expire_date__gte=at - SKEW + timedelta(seconds=settings.SESSION_COOKIE_AGE))


def forget(erasing: "Erasing") -> None:
    """End the person's sessions, and take the person's names out of messages that wait for others.

    Sessions that are kept in a cache alone cannot be listed. They let nobody in any more, and run out there.
    """
    store = import_module(settings.SESSION_ENGINE).SessionStore
    since = look(erasing.person, erasing.words, written_since(erasing.at))
    for key in erasing.sessions.own | since.own:
        store(key).delete()
    for key in erasing.sessions.naming | since.naming:
        session = store(key)
        if MESSAGES in session:
            session[MESSAGES] = erasing.words.taken_out(session[MESSAGES])
            session.save()
