"""Settings of the comparison alone: no gate, over a database that holds nobody's reads but made-up ones."""

from alpr_portal.settings import *  # noqa: F403
from alpr_portal.settings import DATABASES, MIDDLEWARE

if not str(DATABASES["default"]["NAME"]).startswith("alpr_bench_"):
    raise RuntimeError("These settings open the bench's own database and no other.")

MIDDLEWARE = [
    "bench.pass_through.PassThrough" if one == "audit.gate.AccessGate" else one for one in MIDDLEWARE
]
# A superuser of the bench's own server: row security does not apply to it.
DATABASES["default"] |= {"USER": "postgres", "PASSWORD": ""}
