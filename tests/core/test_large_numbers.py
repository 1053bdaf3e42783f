"""A number in an address that is larger than any row's names nothing; it breaks nothing."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db.models import Model
from django.urls import URLPattern, get_resolver, reverse
from django.urls.converters import IntConverter

from tests.classrooms.given import assigned, classroom_with, quiz
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db

LARGE = 10**19


def routes(resolver, before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield before + str(one.pattern), one
        else:
            yield from routes(one, before + str(one.pattern))


def numbered() -> list[str]:
    """Every address of ours that has a number in it, with large ones."""
    found = []
    for route, one in routes(get_resolver()):
        for name, converter in one.pattern.converters.items():
            if isinstance(converter, IntConverter):
                route = route.replace(f"<int:{name}>", str(LARGE))
        if str(LARGE) in route and "<" not in route:
            found.append(route)
    return found


def test_a_large_number_in_any_address_is_found_nowhere(client, host):
    client.force_login(host)
    addresses = numbered()
    assert len(addresses) > 40
    answers = {address: client.get(address).status_code for address in addresses}
    assert {address: code for address, code in answers.items() if code != 404} == {}


def test_a_large_number_beside_one_that_exists_is_found_nowhere(as_tom, tom, ada):
    given = assigned(classroom_with(tom, ada), quiz())
    page = f"/classes/{given.classroom_id}/assignments/{given.pk}/students"
    assert as_tom.get(f"{page}/{ada.pk}/").status_code == 200
    for number in (LARGE, 2**63):
        assert as_tom.get(f"{page}/{number}/").status_code == 404
        assert as_tom.post(f"{page}/{number}/").status_code == 404


@pytest.mark.parametrize("model", ["question", "quiz", "questionset", "correction"])
def test_a_large_number_at_the_desk_is_found_nowhere(client, host, model):
    client.force_login(host)
    for page in ("change", "delete", "history"):
        assert client.get(f"/admin/quizzes/{model}/{LARGE}/{page}/").status_code == 404


def test_a_large_number_of_a_person_filters_no_lines(client, host):
    client.force_login(host)
    assert client.get("/admin/core/entry/", {"who": LARGE}).status_code == 200


@pytest.mark.parametrize("number", [LARGE, -LARGE, f"1,{LARGE}"])
def test_a_large_number_sorts_nothing_out_of_any_list_of_the_desk(client, host, number):
    """Whatever field of a row a list may be asked by; SQLite fails where it is asked for such a number."""
    client.force_login(host)
    asked = [(list_of(model), name) for model in admin.site._registry for name in fields_of(model)]
    assert len(asked) > 100
    answers = {one: client.get(one[0], {one[1]: number}, follow=True).status_code for one in asked}
    assert {one: code for one, code in answers.items() if code not in (200, 403)} == {}


def list_of(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def fields_of(model: type[Model]) -> Iterator[str]:
    for one in ("pk__exact", *(field.name for field in model._meta.fields), *filters_of(model)):
        yield from (one, f"{one}__exact", f"{one}__in")


def filters_of(model: type[Model]) -> Iterator[str]:
    for one in admin.site._registry[model].list_filter:
        name = one[0] if isinstance(one, tuple) else one
        yield name if isinstance(name, str) else name.parameter_name


def test_a_large_number_may_be_searched_at_the_desk(client, host):
    client.force_login(host)
    QuestionFactory(stem=f"How many is {LARGE}?")
    page = client.get("/admin/quizzes/question/", {"q": LARGE})
    assert f"How many is {LARGE}?" in page.text
    QuestionFactory(stem="How many are there?")
    assert "How many are there?" not in client.get("/admin/quizzes/question/", {"q": LARGE}).text
