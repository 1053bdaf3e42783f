"""E-mail to people: by kind, and each kind can be refused. Other apps add their kinds in their `ready()`.

A letter goes out once what it tells of is stored, on another thread, so that nobody waits for a mail server and no
fault of it undoes anything. It goes only to an address that its owner confirmed.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from smtplib import SMTPException
from threading import Thread

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse

from core.models import Refusal, User

logger = logging.getLogger(__name__)
# name -> what stands beside its switch, as in "Your teacher assigns something".
KINDS: dict[str, str] = {}
REFUSING = "core.letters.refuse"
CONFIRMING = "core.letters.confirm"
AN_HOUR, A_WEEK = 3600, 7 * 24 * 3600
MOST_ASKED = 5


@dataclass(frozen=True)
class Letter:
    person: User
    subject: str
    text: str


def send(kind: str, person: User, subject: str, text: str) -> None:
    """To one person, when the transaction is stored; to nobody who has no confirmed address or refuses the kind."""
    send_all(kind, [Letter(person, subject, text)])


def send_all(kind: str, letters: Iterable[Letter], *, waits: bool = False) -> None:
    """Many in one connection. `waits`: for commands, which end when the letters are out."""
    letters = list(letters)
    willing = set(takers(kind, [letter.person.pk for letter in letters]).values_list("pk", flat=True))
    messages = [message(kind, letter) for letter in letters if letter.person.pk in willing]
    if messages:
        transaction.on_commit(partial(deliver if waits else in_background, messages))


def takers(kind: str, people: Iterable[int]) -> QuerySet[User]:
    """Those of the people, by id, whom a letter of this kind reaches."""
    if kind not in KINDS:
        raise KeyError(f"{kind} is no kind of letter. Add it to core.letters.KINDS.")
    refused = Refusal.objects.filter(kind=kind).values("person")
    reached = User.objects.exclude(email="").filter(email=F("confirmed_email"), is_active=True)
    return reached.filter(pk__in=people).exclude(pk__in=refused)


def message(kind: str, letter: Letter) -> EmailMessage:
    refuse = address_of("refuse_mail", token_for(letter.person, kind))
    text = f"{letter.text.strip()}\n\n--\nNo more letters of this kind: {refuse}\nAll of them: {address_of('mail')}\n"
    headers = {
        "List-Unsubscribe": f"<{refuse}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(one_line(letter.subject), text, to=[letter.person.email], headers=headers)


def one_line(text: str) -> str:
    """A subject may hold what somebody typed, and a line break in it would begin another header."""
    return " ".join(text.split())


def address_of(name: str, *args: str) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def in_background(messages: Sequence[EmailMessage]) -> None:
    Thread(target=deliver, args=[messages], name="letters").start()


def deliver(messages: Sequence[EmailMessage]) -> None:
    """What a mail server does not take is told to the log, and to nobody else."""
    try:
        get_connection().send_messages(messages)
    except (OSError, SMTPException):
        logger.exception("%s letters could not be sent. Check EMAIL_URL.", len(messages))


def token_for(person: User, kind: str) -> str:
    """Lets whoever holds it refuse this kind for this person, and nothing else. It does not expire."""
    return signing.dumps([person.pk, kind], salt=REFUSING)


def read_token(token: str) -> tuple[User, str] | None:
    """Whose refusal of which kind; None where the token is not one of ours or the person is gone."""
    try:
        pk, kind = signing.loads(token, salt=REFUSING)
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=pk).first()
    return (person, kind) if person and kind in KINDS else None


def refuse(person: User, kind: str) -> None:
    Refusal.objects.get_or_create(person=person, kind=kind)


def take_again(person: User, kind: str) -> None:
    Refusal.objects.filter(person=person, kind=kind).delete()


def refused_by(person: User) -> set[str]:
    return set(Refusal.objects.filter(person=person).values_list("kind", flat=True))


def may_ask_again(person: User) -> bool:
    """Counts the asking. More than a few an hour would make us write to strangers in somebody's name."""
    key = f"letters-asked-{person.pk}"
    cache.add(key, 0, AN_HOUR)
    try:
        return cache.incr(key) <= MOST_ASKED
    except ValueError:
        # It ran out between the two.
        return True


def ask_to_confirm(person: User, address: str) -> None:
    """A link to that address; only who reads its mail can make it theirs. It holds for a week."""
    token = signing.dumps([person.pk, address], salt=CONFIRMING)
    text = (
        f"Somebody signed in as {person.get_username()} wants letters from Attest at this address.\n"
        f"If that is you, confirm it here within a week:\n\n{address_of('confirm_mail', token)}\n\n"
        "If not, do nothing: no letter will come.\n"
    )
    asked = EmailMessage(
        "Confirm your address", text, to=[address], headers={"Auto-Submitted": "auto-generated"}
    )
    transaction.on_commit(partial(in_background, [asked]))


def address_in(token: str, person: User) -> str | None:
    """The address this person asked for; None where the token is not theirs, or too old."""
    try:
        pk, address = signing.loads(token, salt=CONFIRMING, max_age=A_WEEK)
    except signing.BadSignature:
        return None
    return address if pk == person.pk else None
