"""Lines of the audit, where it is installed."""

import pytest
from django.contrib.contenttypes.models import ContentType

from core.models import Entry, User
from quizzes.models import Membership, Quiz
from tests.core import a_life
from tests.core.a_life import NAMES, TYPED, live, traces
from tests.core.test_erasing import erase

pytestmark = [
    pytest.mark.django_db,
]


def line(thing, **told) -> None:
    Entry.objects.create(
        content_type=ContentType.objects.get_for_model(thing),
        object_pk=str(thing.pk),
        object_id=thing.pk,
        object_repr=str(thing),
        subject_type=ContentType.objects.get_for_model(thing),
        subject_id=thing.pk,
        action=1,
        **told,
    )


def test_no_line_of_the_audit_names_who_was_erased_and_each_stays(host):
    person = a_life.student()
    live(person, host, at=a_life.at_noon())
    given = Quiz.objects.first()
    line(person, changes={"first_name": ["", NAMES[1]], "email": ["", NAMES[3]]}, actor=host)
    line(Membership.objects.get(), changes={"name": ["", NAMES[4]]}, words=NAMES[4], actor=host)
    line(
        given,
        changes={"title": ["", f"For {NAMES[4]}"]},
        words=f"for {person.username}",
        actor=host,
    )
    line(given, changes={"minutes": ["1", "2"]}, actor=person)
    lines = Entry.objects
    before = set(lines.values_list("pk", flat=True))
    assert {place for place, _ in traces(NAMES) if place.startswith("core_entry")}
    shell = erase(person)
    assert traces((*NAMES, *TYPED)) == set()
    assert before <= set(lines.values_list("pk", flat=True))
    assert lines.filter(actor=None, changes={"minutes": ["1", "2"]}).exists()
    assert lines.filter(changes={"title": ["", f"For {shell}"]}).exists()
    assert lines.filter(object_repr=str(User.objects.get(pk=person.pk))).exists()
