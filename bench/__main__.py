"""`python -m bench`: measures the portal on this machine, prints one table. Its data stay in var/bench."""

import argparse
import importlib
import os
import sys
from pathlib import Path

from alpr_portal.embedded.errors import EmbeddedError
from bench.figures import Figure, table
from bench.house import PROJECT, house

PARTS = (
    "engines",
    "latency",
    "pages",
    "search",
    "matching",
    "ledger",
    "sealing",
    "ledger_verify",
    "hit_latency",
    "lists",
)
QUICK = 0.1


def main() -> int:
    """0 when everything was measured, targets met or not; 1 when it could not be."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--only", nargs="+", choices=PARTS, default=PARTS, metavar="NAME", help=", ".join(PARTS)
    )
    parser.add_argument("--reads", type=int, default=1_000_000, metavar="N", help="default: 1000000")
    parser.add_argument(
        "--entries", type=int, default=1_000_000, metavar="N", help="of a list; default: 1000000"
    )
    parser.add_argument(
        "--quick", action="store_true", help="a tenth of the repetitions: a look, no measurement"
    )
    parser.add_argument("--folder", type=Path, default=PROJECT / "var" / "bench", help="default: var/bench")
    said = parser.parse_args()
    if min(said.reads, said.entries) < 100:
        parser.error("--reads and --entries are at least 100.")
    os.umask(0o077)
    figures: list[Figure] = []
    try:
        scale = QUICK if said.quick else 1.0
        with house(said.folder, reads=said.reads, entries=said.entries, scale=scale) as made:
            for name in PARTS:
                if name in said.only:
                    figures += importlib.import_module(f"bench.{name}").measure(made)
    except (EmbeddedError, KeyboardInterrupt) as error:
        sys.stderr.write(f"{error or 'Stopped.'}\n")
        return 1
    sys.stdout.write(table(figures) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
