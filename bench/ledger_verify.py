"""How fast the ledger is verified: in the database, and an export of it without the portal."""

import io
import time

from bench.figures import Figure
from bench.house import House, say

PART = "ledger_verify"
RECORDS = 200_000
BLOCK = 50
"""Records in one block: what a busy division's sealer finds after a few seconds."""
TARGET = 100_000

FILL = """
insert into audit_accessrecord (uid, actor_kind, username, person, full_name, organisation, roles, purpose,
    reference, door, method, query, plates_sought, address, agent, session)
select gen_random_uuid(), 'person', 'officer', '', 'Renata Okafor', 'Parking Division', 'officer',
    'time_limit', '', 'reads.search', 'POST',
    '{"camera":"","end":"","plate":"8ABC' || mod(n, 1000) || '","region":"us-ca"}',
    array['us-ca 8ABC' || mod(n, 1000)], '203.0.113.7',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', repeat('0', 64)
from generate_series(1, %s::int) n
"""


def measure(house: House) -> list[Figure]:
    from audit.sealing.sealer import seal
    from audit.sealing.verifier import trusted_keys, verify

    say("Sealing and verifying the ledger …")
    with house.superuser() as superuser:
        there = superuser.execute("select count(*) from audit_accessrecord").fetchone()[0]
        if there < house.times(RECORDS):
            superuser.execute(FILL, [house.times(RECORDS) - there])
        before = superuser.execute("select count(*) from audit_sealedrecord").fetchone()[0]
        started = time.perf_counter()
        seal(most=BLOCK)
        took = time.perf_counter() - started
        sealed = superuser.execute("select count(*) from audit_sealedrecord").fetchone()[0]
        superuser.execute("analyze")
        figures = []
        if sealed - before > 1000:
            rate = (sealed - before) / took
            figures.append(Figure(PART, f"sealed, blocks of {BLOCK}", f"{rate:.0f} a second"))
        keys = trusted_keys()
        rates = []
        for _ in range(3):
            started = time.perf_counter()
            with superuser.transaction():
                answer = verify(superuser, keys=keys, held=[])
            rates.append(answer.records / (time.perf_counter() - started))
        figures.append(rated("verified in the database", max(rates)))
        figures.append(rated("verified offline, from an export", offline(superuser, keys)))
        seals = superuser.execute(
            "select (pg_total_relation_size('audit_sealedrecord')"
            " + pg_total_relation_size('audit_checkpoint'))"
            " / greatest(1, (select count(*) from audit_sealedrecord))"
        ).fetchone()[0]
        figures.append(Figure(PART, "bytes of seals a record on disk", f"{seals}"))
    return figures


def offline(superuser: object, keys: list) -> float:
    from audit.offline.verify_ledger import Check, read_export
    from audit.sealing.export import whole_ledger

    with superuser.transaction():
        export = b"".join(whole_ledger(superuser, made_at="2026-01-01T00:00:00Z"))
    rates = []
    for _ in range(3):
        started = time.perf_counter()
        check = Check(keys=keys)
        read_export(io.BytesIO(export), check)
        check.finish()
        rates.append(check.size / (time.perf_counter() - started))
    return max(rates)


def rated(what: str, rate: float) -> Figure:
    return Figure(PART, what, f"{rate:.0f} a second", f"{TARGET} a second", rate >= TARGET)
