"""Every field is classed, and every table with ALPR data is behind row security."""

from collections import Counter

import psycopg
import pytest
from django.apps import apps
from django.db import models

from audit.fields import GatedModel, PlateField
from tests.contract.field_classes import HARMLESS, LEDGER, NOT_GATED, PERSONAL, SECRET

OURS = ("audit", "accounts", "reviews", "reads", "retention", "enforcement", "sharing", "policy")
CLASSES = {"personal": PERSONAL, "secret": SECRET, "harmless": HARMLESS}
ASKS = "(alpr_access_asked_first() AND ( SELECT alpr_access_open() AS alpr_access_open))"


def our_models() -> list[type[models.Model]]:
    return [
        model
        for label in OURS
        if apps.is_installed(label)
        for model in apps.get_app_config(label).get_models()
    ]


def gated_models() -> list[type[models.Model]]:
    return [
        model for model in our_models() if issubclass(model, GatedModel) and model._meta.label not in LEDGER
    ]


def test_every_field_of_every_model_is_in_exactly_one_class() -> None:
    fields = {
        f"{model._meta.label}.{field.name}" for model in our_models() for field in model._meta.concrete_fields
    }
    classed = Counter(
        f"{label}.{name}"
        for table in CLASSES.values()
        for label, names in table.items()
        for name in names.split()
    )
    assert fields - set(classed) == set(), "say in field_classes.py what these fields hold"
    assert set(classed) - fields == set(), "these are classed and not there"
    assert [name for name, times in classed.items() if times > 1] == []


def test_every_model_is_gated_or_says_why_it_need_not_be() -> None:
    ungated = {model._meta.label for model in our_models() if not issubclass(model, GatedModel)}
    assert ungated == set(NOT_GATED)
    assert all(len(reason) > 20 for reason in NOT_GATED.values())
    assert {model._meta.label for model in our_models() if issubclass(model, GatedModel)} >= LEDGER


def test_a_model_with_a_plate_or_a_place_is_gated() -> None:
    for model in our_models():
        telling = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, PlateField) or field.name in ("plate", "plates", "latitude", "longitude")
        ]
        assert not telling or issubclass(model, GatedModel), (model._meta.label, telling)


def test_every_column_named_for_a_plate_notes_what_leaves_it() -> None:
    for model in gated_models():
        for field in model._meta.concrete_fields:
            if field.name.startswith("plate") and not isinstance(field, models.GeneratedField):
                assert isinstance(field, PlateField), f"{model._meta.label}.{field.name}"


@pytest.mark.parametrize("model", gated_models(), ids=lambda model: model._meta.label)
def test_row_security_is_enabled_and_forced_and_asks_for_an_open_access(
    model: type[models.Model], admin_connection: psycopg.Connection
) -> None:
    table = model._meta.db_table
    bound = admin_connection.execute(
        "select relrowsecurity, relforcerowsecurity from pg_class where oid = %s::regclass", [table]
    ).fetchone()
    assert (bound.relrowsecurity, bound.relforcerowsecurity) == (True, True)
    policies = admin_connection.execute(
        "select policyname, permissive, roles, cmd, qual, with_check from pg_policies where tablename = %s",
        [table],
    ).fetchall()
    assert [tuple(policy) for policy in policies] == [
        ("access_gate", "PERMISSIVE", ["public"], "ALL", ASKS, ASKS),
    ]


@pytest.mark.parametrize("label", sorted(LEDGER))
def test_the_ledger_is_read_only_under_an_access_too(
    label: str, admin_connection: psycopg.Connection
) -> None:
    table = apps.get_model(label)._meta.db_table
    policies = admin_connection.execute(
        "select cmd, qual from pg_policies where tablename = %s order by cmd", [table]
    ).fetchall()
    assert [tuple(policy) for policy in policies] == [("INSERT", None), ("SELECT", ASKS)]
    assert admin_connection.execute(
        "select relrowsecurity from pg_class where oid = %s::regclass", [table]
    ).fetchone()[0]


@pytest.mark.parametrize("model", gated_models(), ids=lambda model: model._meta.label)
def test_a_gated_row_names_itself_in_the_ledger(model: type[models.Model]) -> None:
    row = model()
    kind = model._meta.model_name
    assert row.ledger_name().startswith(f"{kind}:")


def test_views_and_materialised_copies_of_gated_tables_do_not_exist(
    admin_connection: psycopg.Connection,
) -> None:
    """A view of the owner's would show what the asking role may not see."""
    found = admin_connection.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')"
    ).fetchall()
    assert found == []
