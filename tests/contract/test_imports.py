"""Imports point one way, and what could go round the gate is used in a few named places only."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("alpr_portal", "audit", "accounts", "reviews", "reads", "enforcement", "policy")

# Where bare values of gated tables may be asked for, and why nothing leaves unnoted.
BARE_VALUES = {
    "audit/selectors/exports.py": "A copy is recorded as a whole, by its hash and what was asked for.",
    "enforcement/selectors/past_likenesses.py": "None: `raw` of whole rows, which note themselves.",
    "enforcement/selectors/accuracy.py": "Counts of decided hits by list, camera and engine; no row leaves.",
    "audit/log_facts.py": "How many log-ins failed and looks were refused in a week, by account.",
    "reviews/selectors/reviews.py": "How many items are decided, by reviewer and by rule.",
    "reads/selectors.py": "How many frames are in each state.",
    "reads/actions/recognise.py": "Primary keys for the sweeper.",
    "reads/demo.py": "File names of drawn frames, in a demonstration.",
    "enforcement/selectors/lists.py": "Primary keys of lists, as a condition on imports.",
}
# Where SQL is written by hand, and for what.
OWN_SQL = {
    "audit/review_facts.py": "Counts over every access of a period; what is opened then is noted as ever.",
    "enforcement/selectors/past_likenesses.py": "Matches entries by whole rows that note themselves.",
    "enforcement/selectors/likenesses.py": "Matches reads by whole rows that note themselves.",
    "accounts/selectors.py": "The gate's question about a person, built once; no gated table.",
    "audit/checks.py": "Asks the catalogue for triggers, not for rows.",
    "audit/context.py": "Names the access record to the database.",
    "audit/selectors/accesses.py": "Asks the ledger's look-up functions; their answers stay in the database.",
    "audit/selectors/seals.py": "Asks how much waits to be sealed: a number and a time.",
    "audit/sealing/store.py": "The sealer's own connection: hashes and numbers, no record's content.",
    "audit/sealing/rows.py": "Goes through the sealed ledger piece by piece, under an access of its own.",
    "audit/events.py": "Inserts what the application may not read back.",
    "policy/evidence/database.py": "Asks the catalogue what the database holds by itself; no row.",
    "alpr_portal/checks.py": "Asks about the role, not about rows.",
    "enforcement/locks.py": "Takes an advisory lock; asks no table.",
    "reads/generator.py": "Inserts a million made-up reads for measurements.",
    "enforcement/list_store.py": "Compares and swaps entries where they are; gives out counts only.",
}
SQL = ("cursor", "chunked_cursor", "Cursor", "ServerCursor", "extra", "raw")
GATED = {
    "AccessOutcome",
    "AccessRecord",
    "ChalkMark",
    "ChangeEvent",
    "Check",
    "Correction",
    "Disposition",
    "Exemption",
    "Finding",
    "Frame",
    "Hit",
    "HitStep",
    "HotlistEntry",
    "HotlistImportRow",
    "ItemReason",
    "Read",
    "ReviewItem",
    "Sighting",
    "VehicleAction",
}


def sources(*patterns: str) -> list[Path]:
    found = {file for app in APPS for pattern in patterns for file in (ROOT / app).glob(pattern)}
    return sorted(file for file in found if "migrations" not in file.parts)


def calls(file: Path, *names: str) -> Iterator[ast.Call]:
    """Calls of a method with one of these names."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names:
            yield node


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def test_imports_point_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("file", sources("views/*.py", "api/*.py", "views.py", "tasks.py"), ids=name_of)
def test_views_and_tasks_never_ask_a_model_themselves(file: Path) -> None:
    asked = [
        node.lineno
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager")
    ]
    assert asked == []


def test_bare_values_of_gated_tables_are_asked_for_in_a_few_named_files_only() -> None:
    """`values` makes no instance that could name itself in the ledger (audit.fields)."""
    found = set()
    for file in sources("**/*.py"):
        imported = {
            alias.name
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        asks = [
            call
            for call in calls(
                file, "values", "values_list", "raw", "aggregate", "dates", "datetimes", "in_bulk"
            )
            if call.args or call.keywords
        ]
        if asks and imported & GATED:
            found.add(name_of(file))
    assert found == set(BARE_VALUES)


def test_sql_is_written_by_hand_in_a_few_named_files_only() -> None:
    found = {name_of(file) for file in sources("**/*.py") if any(calls(file, *SQL))}
    found |= {name_of(file) for file in sources("**/*.py") if "RawSQL(" in file.read_text()}
    assert found == set(OWN_SQL)


def test_a_plate_is_never_cast_out_of_its_field() -> None:
    """A cast value is no PlateField's any more, so nobody would note that it left."""
    for file in sources("**/*.py"):
        if "recognition" not in file.parts and "drawing" not in file.parts:
            names = {node.id for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Name)}
            assert "Cast" not in names, name_of(file)


def test_only_the_gate_and_its_commands_connect_to_the_database_themselves() -> None:
    found = {
        name_of(file)
        for file in sources("**/*.py")
        if any(
            isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "psycopg"
            for call in calls(file, "connect")
        )
    }
    assert {name for name in found if not name.startswith("alpr_portal/embedded/")} == {
        "audit/ledger.py",
        "audit/sealing/store.py",
        "alpr_portal/database_roles.py",
    }


def test_no_view_switches_a_check_off() -> None:
    for file in sources("**/*.py"):
        text = file.read_text()
        for word in ("csrf_exempt", "mark_safe", "login_not_required", "AllowAny", "SECURITY LABEL", "|safe"):
            assert word not in text, f"{name_of(file)}: {word}"
    for template in (ROOT / "templates").rglob("*.html"):
        assert "|safe" not in template.read_text(), template.name
        assert "autoescape off" not in template.read_text(), template.name
