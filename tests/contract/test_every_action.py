"""Every function in an actions package is told who acts, and takes nothing by position."""

import ast
import inspect
from importlib import import_module
from pathlib import Path
from types import FunctionType

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Functions of actions packages that are no action of their own, and why.
NO_ACTION = {
    "enforcement.actions.past_matching.look_through": "A step of the two that look through past reads.",
    "audit.actions.watching.tell": "Writes nothing: the log and the mail.",
    "audit.actions.exports.record_export": "A step of the exports.",
    "audit.actions.verifications.auditors_connection": "Writes nothing.",
    "audit.actions.verifications.end": "A step of `run_verification`.",
    "audit.actions.verifications.nightly": "`ask_for_verification`, where none is under way.",
    "enforcement.actions.checks.rights_of": "Writes nothing.",
    "enforcement.actions.decisions.close_rejected": "A step of `confirm` and `reject`.",
    "enforcement.actions.decisions.correct_read": "A step of `confirm`.",
    "enforcement.actions.decisions.is_what_was_looked_for": "Writes nothing.",
    "enforcement.actions.decisions.sharpen": "A step of `confirm`.",
    "enforcement.actions.hit_rules.demand": "Writes nothing: the question with which steps begin.",
    "enforcement.actions.hit_rules.held_by_the_database": "Writes nothing: turns an error into a sentence.",
    "enforcement.actions.vehicle_actions.check_again": "A step of `act`.",
    "enforcement.actions.vehicle_actions.close": "A step of `act` and `release`.",
    "enforcement.actions.vehicle_actions.keep_recheck": "A step of `act`.",
    "enforcement.actions.zone_rules.end_before": "A step of `add`.",
    "enforcement.actions.zone_rules.hours_of": "Writes nothing.",
    "enforcement.actions.zone_rules.changed": "The event of `add` and `end`.",
    "reviews.actions.opening.open_one": "A step of the actions that open a review; it writes their event.",
    "reviews.actions.opening.write_items": "A step of `open_one`.",
    "reviews.actions.opening.how": "Writes nothing.",
    "reviews.actions.reminders.concerned": "Writes nothing.",
    "reviews.actions.submissions.check_approver": "Writes nothing.",
    "reviews.actions.submissions.note_step": "A step of the actions of this file.",
    "reviews.actions.findings.check_closer": "Writes nothing.",
    "enforcement.actions.chalking.mark_of": "A step of `chalk`.",
    "enforcement.actions.chalking.follow_correction": "A step of `chalk`.",
    "enforcement.actions.chalking.session_at": "Writes nothing.",
    "enforcement.actions.chalking.zone_of": "A step of `chalk`.",
    "enforcement.actions.chalking.move": "A step of `chalk`.",
    "enforcement.actions.overtime_hits.without_permit": "A step of `allege`.",
    "enforcement.actions.overtime_hits.permit_hits_today": "Writes nothing.",
    "enforcement.actions.overtime_hits.over_time": "A step of `allege`.",
    "enforcement.actions.overtime_hits.follow_stay": "A step of `allege`.",
    "accounts.actions.rights.require": "Writes nothing: the question with which actions begin.",
    "accounts.actions.rights.person_or_none": "Writes nothing.",
    "accounts.actions.sign_ins.note_seen": "Not an event: when a person was last there.",
    "accounts.actions.sign_ins.move": "The same sign-in under its new key, inside an action.",
    "accounts.actions.sign_ins.end_all": "A part of the actions that disable an account or change a secret.",
    "enforcement.actions.hits.hit_to_join": "Writes nothing: a step of `make_or_join`.",
    "enforcement.actions.hits.manner_of": "Writes nothing.",
    "enforcement.actions.hits.lost_the_race": "Writes nothing.",
    "enforcement.actions.hits.begin": "A step of `make_or_join`.",
    "enforcement.actions.hits.join": "A step of `make_or_join`, which is told who acts.",
    "enforcement.actions.hits.become_exact": "A step of `make_or_join`.",
    "enforcement.actions.imports.already": "Writes nothing: the sentence for whoever came second.",
    "enforcement.actions.matching.match": "A step of `take_in`; each hit has its own event.",
    "enforcement.actions.matching.alleged": "A step of `match`: makes the hit.",
    "enforcement.actions.matching.reasons": "Writes nothing.",
    "enforcement.actions.matching.exempt_line": "Writes nothing.",
    "policy.actions.versions.require": "Writes nothing: the question with which actions begin.",
    "policy.actions.versions.locked_draft": "Writes nothing: takes the draft's lock.",
    "policy.actions.versions.digest_of": "Writes nothing.",
    "policy.actions.figures.published": "Writes nothing: what the public may see of a report.",
    "policy.actions.figures.rows_of": "Writes nothing.",
    "reads.actions.frames.duplicate": "Writes nothing: the answer for a frame that is there.",
    "reads.actions.kept_reads.rows": "Writes nothing.",
    "reads.actions.kept_reads.crop_of": "Writes nothing.",
    "reads.actions.kept_reads.keep": "A step of the actions that store reads, which write the event.",
    "reads.actions.kept_reads.known_region": "Writes nothing.",
    "reads.actions.ready_reads.inside_the_picture": "Writes nothing.",
    "reads.actions.recognise.take": "A step of `recognise`, which is told who acts.",
    "reads.actions.recognise.held": "Writes nothing: the condition of a step of `recognise`.",
    "reads.actions.recognise.store": "A step of `recognise`.",
    "reads.actions.recognise.shown": "Writes nothing.",
    "reads.actions.recognise.give_back": "A step of `recognise`.",
    "reads.actions.recognise.fail": "A step of `recognise`.",
}


def functions() -> dict[str, FunctionType]:
    """Every public function that an actions package defines, by its dotted name."""
    found: dict[str, FunctionType] = {}
    for file in sorted(ROOT.glob("*/actions/*.py")):
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        module = import_module(name)
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                found[f"{name}.{node.name}"] = getattr(module, node.name)
    return found


ACTIONS = {name: action for name, action in functions().items() if name not in NO_ACTION}


def test_there_are_actions_and_every_exception_is_still_there() -> None:
    assert len(ACTIONS) > 20
    assert set(NO_ACTION) <= set(functions())


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_takes_by_and_nothing_by_position(name: str) -> None:
    parameters = inspect.signature(ACTIONS[name]).parameters
    positional = [
        parameter.name
        for parameter in parameters.values()
        if parameter.kind not in (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD)
    ]
    assert positional == []
    assert "by" in parameters
    assert parameters["by"].default is inspect.Parameter.empty, "nobody acts by default"


@pytest.mark.parametrize("name", functions())
def test_every_signature_is_typed_and_every_action_says_what_it_does(name: str) -> None:
    function = inspect.unwrap(functions()[name])
    signature = inspect.signature(function)
    untyped = [one.name for one in signature.parameters.values() if one.annotation is inspect.Parameter.empty]
    assert untyped == []
    assert signature.return_annotation is not inspect.Signature.empty
    if name in ACTIONS:
        assert function.__doc__


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_writes_an_event(name: str) -> None:
    """In its own body, or in that of a step of the same module that it calls."""
    module = inspect.getmodule(inspect.unwrap(ACTIONS[name]))
    bodies = {
        node.name: node
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.FunctionDef)
    }
    seen: set[str] = set()
    waiting = [name.rpartition(".")[2]]
    while waiting:
        here = waiting.pop()
        seen.add(here)
        called = {
            node.func.id
            for node in ast.walk(bodies[here])
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        if called & {"record", "write_event"} - ({"record"} & set(bodies)):
            return
        waiting += sorted((called & set(bodies)) - seen)
    pytest.fail(f"{name} leaves no change event")
