"""Set-based work on a list's entries: a million rows are compared and swapped inside the database.

Everything here runs in its caller's transaction, under the caller's access. Row security lets no COPY in, so
rows come in as arrays.
"""

from collections.abc import Sequence

from django.db import connection

from enforcement.list_files import FileRow
from enforcement.models import HotlistImport

LONGEST_STATEMENT = "30min"
KEPT_IN_MEMORY = "64MB"

VALUES = ("plate", "region", "reason", "reference", "amount_due", "notices", "valid_from", "valid_until")
CHANGEABLE = ("reason", "reference", "amount_due", "notices", "valid_from", "valid_until")

STORE = """
    insert into enforcement_hotlistimportrow (list_import_id, number, outcome, "column", problem,
        plate, region, reason, reference, amount_due, notices, valid_from, valid_until)
    select %s, * from unnest(%s::int[], %s::text[], %s::text[], %s::text[],
        %s::text[], %s::text[], %s::text[], %s::text[], %s::numeric[], %s::smallint[],
        %s::timestamptz[], %s::timestamptz[])
"""
REFUSE_TWICE = """
    update enforcement_hotlistimportrow row set outcome = 'refused', "column" = 'plate',
        problem = format('This vehicle stands in row %%s already.', twice.first)
    from (
        select id, first_value(number) over same as first, row_number() over same as turn
        from enforcement_hotlistimportrow where list_import_id = %s and outcome = 'added'
        window same as (partition by plate, region order by id)
    ) twice
    where row.id = twice.id and twice.turn > 1
"""
# A row that was refused still names its vehicle: what stands of it stays, rather than being taken for gone.
FIND_GONE = f"""
    insert into enforcement_hotlistimportrow (list_import_id, number, outcome, "column", problem, entry_id,
        {", ".join(VALUES)})
    select %(list_import)s, 0, 'gone', '', '', entry.id, {", ".join(f"entry.{name}" for name in VALUES)}
    from enforcement_hotlistentry entry
    where entry.hotlist_id = %(hotlist)s and entry.removed_at is null and entry.added_by_import_id is not null
        and not exists (
            select from enforcement_hotlistimportrow row
            where row.list_import_id = %(list_import)s and row.plate = entry.plate
                and (row.region = entry.region or row.outcome = 'refused')
        )
"""  # noqa: S608  names of our own columns
FIND_SAME = f"""
    delete from enforcement_hotlistimportrow row using enforcement_hotlistentry entry
    where row.list_import_id = %(list_import)s and row.outcome = 'added'
        and entry.hotlist_id = %(hotlist)s and entry.removed_at is null
        and entry.plate = row.plate and entry.region = row.region
        and {" and ".join(f"entry.{name} is not distinct from row.{name}" for name in CHANGEABLE)}
"""  # noqa: S608
FIND_CHANGED = """
    update enforcement_hotlistimportrow row set outcome = 'changed', entry_id = entry.id
    from enforcement_hotlistentry entry
    where row.list_import_id = %(list_import)s and row.outcome = 'added'
        and entry.hotlist_id = %(hotlist)s and entry.removed_at is null
        and entry.plate = row.plate and entry.region = row.region
"""
TAKE_OFF = """
    update enforcement_hotlistentry entry
    set removed_at = clock_timestamp(), removed_by_import_id = %(list_import)s
    from enforcement_hotlistimportrow row
    where row.list_import_id = %(list_import)s and row.outcome in ('changed', 'gone')
        and entry.id = row.entry_id and entry.removed_at is null
"""
PUT_ON = f"""
    insert into enforcement_hotlistentry (uid, hotlist_id, added_by_import_id, {", ".join(VALUES)})
    select gen_random_uuid(), %(hotlist)s, %(list_import)s, {", ".join(VALUES)}
    from enforcement_hotlistimportrow
    where list_import_id = %(list_import)s and outcome in ('added', 'changed')
    order by id
"""  # noqa: S608
COUNT = (
    "select outcome, count(*) from enforcement_hotlistimportrow where list_import_id = %s group by outcome"
)
STANDING = """
    select count(*), count(*) filter (where added_by_import_id is not null)
    from enforcement_hotlistentry where hotlist_id = %s and removed_at is null
"""
CLEAR = "delete from enforcement_hotlistimportrow where list_import_id = %s"


def long_work() -> None:
    """For this transaction: time for large statements, and plans that do not go by counts nobody has taken.

    Rows that were stored a second ago are in no statistics; the planner takes them for one row and would
    look through them once for each entry.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('statement_timeout', %s, true), set_config('work_mem', %s, true),"
            " set_config('enable_nestloop', 'off', true)",
            [LONGEST_STATEMENT, KEPT_IN_MEMORY],
        )


def store_rows(list_import: HotlistImport, rows: Sequence[FileRow]) -> None:
    """Keep rows of the file as they were read; those that can be taken stand as added until `compare`."""
    columns = zip(
        *(
            (
                row.number,
                "refused" if row.problem else "added",
                row.column,
                row.problem,
                *(getattr(row, name) for name in VALUES),
            )
            for row in rows
        ),
        strict=True,
    )
    with connection.cursor() as cursor:
        cursor.execute(STORE, [list_import.pk, *(list(column) for column in columns)])


def compare(list_import: HotlistImport) -> dict[str, int]:
    """Find what is there twice, gone, the same and changed; returns how many rows each outcome has."""
    named = {"list_import": list_import.pk, "hotlist": list_import.hotlist_id}
    with connection.cursor() as cursor:
        cursor.execute(REFUSE_TWICE, [list_import.pk])
        if list_import.whole:
            cursor.execute(FIND_GONE, named)
        cursor.execute(FIND_SAME, named)
        same = cursor.rowcount
        cursor.execute(FIND_CHANGED, named)
        cursor.execute(COUNT, [list_import.pk])
        counted = dict(cursor.fetchall())
    return {name: counted.get(name, 0) for name in ("added", "changed", "gone", "refused")} | {"same": same}


def swap(list_import: HotlistImport) -> None:
    """Take off what changed or is gone, put on what changed or is new."""
    named = {"list_import": list_import.pk, "hotlist": list_import.hotlist_id}
    with connection.cursor() as cursor:
        cursor.execute(TAKE_OFF, named)
        cursor.execute(PUT_ON, named)


def standing(hotlist_id: int) -> tuple[int, int]:
    """(entries that stand, those of them that came by file)."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [hotlist_id])
        everything, fed = cursor.fetchone()
    return everything, fed


def clear(list_import: HotlistImport) -> None:
    """Forget the rows of a dry run that is begun anew, or that failed."""
    with connection.cursor() as cursor:
        cursor.execute(CLEAR, [list_import.pk])
