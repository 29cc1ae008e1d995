"""The bench runs, and prints a table. How fast this machine is, it does not matter here."""

import subprocess
import sys
from pathlib import Path

from bench.figures import Figure, table

ROOT = Path(__file__).resolve().parent.parent.parent


def bench(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "bench", *words], cwd=ROOT, capture_output=True, text=True)


def test_a_quick_look_at_search_prints_one_table_of_figures(tmp_path: Path) -> None:
    run = bench("--quick", "--reads", "2000", "--only", "search", "--folder", str(tmp_path))
    assert run.returncode == 0, run.stderr
    heading, _, *lines = run.stdout.splitlines()
    assert heading.split() == ["part", "figure", "value", "target"]
    assert all(line.startswith("search ") for line in lines)
    assert "exact, not there" in run.stdout
    assert "searches over 2000 reads" in lines[-1]


def test_an_unknown_part_gets_a_sentence() -> None:
    run = bench("--only", "weather")
    assert run.returncode == 2
    assert (
        "engines, latency, pages, search, matching, ledger, sealing, ledger_verify, hit_latency, lists"
        in run.stderr.replace("'", "")
    )


def test_a_missed_target_stands_out_in_the_table() -> None:
    lines = table(
        [
            Figure("search", "exact", "61.0 ms", "p95 50.0 ms", False),
            Figure("search", "prefix", "4.0 ms", "p95 50.0 ms", True),
            Figure("ledger", "a look on disk", "2600"),
        ]
    ).splitlines()
    assert lines[2].endswith("MISSED")
    assert lines[3].endswith("met")
    assert lines[5].endswith("2600")
