"""Lines of the audit, where it is installed."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType

from core.models import User
from core.personal import model_called
from quizzes.models import Membership, Quiz
from tests.core import a_life
from tests.core.a_life import NAMES, TYPED, live, traces
from tests.core.test_erasing import erase

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not apps.is_installed("auditlog"), reason="the audit is not installed"),
]


def line(thing, **told) -> None:
    model_called("auditlog.LogEntry").objects.create(
        content_type=ContentType.objects.get_for_model(thing),
        object_pk=str(thing.pk),
        object_id=thing.pk,
        object_repr=str(thing),
        action=1,
        **told,
    )


def test_no_line_of_the_audit_names_who_was_erased_and_each_stays(host):
    person = a_life.student()
    live(person, host, at=a_life.at_noon())
    given = Quiz.objects.first()
    line(person, changes={"first_name": ["", NAMES[1]], "email": ["", NAMES[3]]}, actor=host)
    line(Membership.objects.get(), changes={"name": ["", NAMES[4]]}, changes_text=NAMES[4], actor=host)
    line(
        given,
        changes={"title": ["", f"For {NAMES[4]}"]},
        additional_data={"for": person.username},
        actor=host,
    )
    line(
        given, changes={"minutes": ["1", "2"]}, actor=person, actor_email=NAMES[3], remote_addr="203.0.113.77"
    )
    lines = model_called("auditlog.LogEntry").objects
    count = lines.count()
    assert {place for place, _ in traces(NAMES) if place.startswith("auditlog")}
    shell = erase(person)
    assert traces((*NAMES, *TYPED, "203.0.113.77")) == set()
    assert lines.count() == count
    assert lines.filter(actor=shell, changes={"minutes": ["1", "2"]}).exists()
    assert lines.filter(changes={"title": ["", f"For {shell}"]}).exists()
    assert lines.filter(object_repr=str(User.objects.get(pk=person.pk))).exists()
