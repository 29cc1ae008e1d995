"""What the database holds by itself, asked of its own catalogue: no row of any table is read."""

from datetime import datetime

from django.apps import apps
from django.db import connection

from alpr_portal.lib.evidence import Finding, evidence
from audit.fields import GatedModel

LEDGER = ("audit_accessrecord", "audit_accessoutcome", "audit_changeevent")
KEPT = ("reads_frame", "reads_read", "reads_correction")


@evidence("row_security")
def row_security(now: datetime) -> Finding:
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, GatedModel) and model._meta.app_label != "audit"
    ]
    bound = ask(
        "select count(*) from pg_class where relnamespace = 'public'::regnamespace and relname = any(%s)"
        " and relrowsecurity and relforcerowsecurity",
        tables,
    )
    if bound != len(tables):
        return Finding(False, f"Only {bound} of {len(tables)} tables with plates are behind the gate.")
    return Finding(True, f"Forced on all {bound} tables with plates or pictures.")


@evidence("append_only")
def append_only(now: datetime) -> Finding:
    changeable = ask(
        "select count(*) from unnest(%s::text[]) name"
        " where has_table_privilege(name, 'UPDATE') or has_table_privilege(name, 'DELETE')"
        " or has_table_privilege(name, 'TRUNCATE')",
        list(LEDGER),
    )
    if changeable:
        return Finding(False, "The portal's own role could change the ledger.")
    return Finding(True, f"The portal's role may change none of the ledger's {len(LEDGER)} tables.")


@evidence("nothing_deleted")
def nothing_deleted(now: datetime) -> Finding:
    deletable = ask(
        "select count(*) from unnest(%s::text[]) name"
        " where has_table_privilege(name, 'DELETE') or has_table_privilege(name, 'TRUNCATE')",
        list(KEPT),
    )
    if deletable:
        return Finding(False, "The portal's own role could delete frames, reads or corrections.")
    return Finding(True, "The portal's role may delete no frame, no read and no correction.")


@evidence("verified_before_boot")
def verified_before_boot(now: datetime) -> Finding:
    enabled = ask(
        "select count(*) from pg_trigger where tgrelid = 'enforcement_vehicleaction'::regclass"
        " and tgname = any(%s) and tgenabled in ('O', 'A')",
        ["may_act"],
    )
    if enabled != 1:
        return Finding(False, "The trigger that refuses an unverified boot or tow is not there.")
    return Finding(True, "The trigger on boots and tows is in place.")


def ask(question: str, names: list[str]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question, [names])
        return cursor.fetchone()[0]
