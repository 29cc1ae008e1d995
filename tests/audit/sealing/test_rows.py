"""A record's time, put together again, is what its sealed bytes say: whatever digits it ends with."""

import psycopg
import pytest

from audit.sealing.rows import AT

SEALED = """'"' || to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"'"""


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Asia/Kolkata"])
@pytest.mark.parametrize(
    "digits", ["", ".0", ".5", ".120000", ".000001", ".999999", ".100000", ".123456", ".010000"]
)
def test_a_time_is_told_in_six_digits(admin_connection: psycopg.Connection, digits: str, zone: str) -> None:
    admin_connection.execute("select set_config('timezone', %s, false)", [zone])
    told, sealed = admin_connection.execute(
        f"select concat({AT}), {SEALED} from (select %s::timestamptz as at) r",
        [f"2026-11-24 23:45:07{digits}+00"],
    ).fetchone()
    assert told == sealed
