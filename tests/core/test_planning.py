"""What PostgreSQL is told of the machine it stands on."""

import pytest
from django.db import connection

from core import env

URL = "postgres://user:password@host/name"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has nothing to be told")
@pytest.mark.django_db
def test_postgresql_takes_a_row_by_its_index_for_hardly_dearer_than_the_next_one():
    with connection.cursor() as cursor:
        cursor.execute("SHOW random_page_cost")
        assert cursor.fetchone() == ("1.1",)


def test_a_host_may_tell_postgresql_otherwise(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"{URL}?options=-c%20random_page_cost%3D3&sslmode=require")
    assert env.database("")["OPTIONS"] == {"options": "-c random_page_cost=3", "sslmode": "require"}


def test_other_options_of_the_address_stay(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"{URL}?sslmode=require")
    assert env.database("")["OPTIONS"] == {"options": "-c random_page_cost=1.1", "sslmode": "require"}
