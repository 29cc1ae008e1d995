"""Every numbered clause of the division's manual and every item of the Civil Code: one list.

The compliance page is made from it, and the tests in tests/policy are marked with its keys, so that neither
can say what the other does not. Which test proves which clause is in proofs.json, written by
`python -m tests.policy.proofs`.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MANUAL, CODE = "The division's manual", "Civil Code, Title 1.81.23"


@dataclass(frozen=True)
class Clause:
    """`evidence` names the checks (alpr_portal.lib.evidence) that must all be met now; none: nothing can be
    shown.
    """

    key: str
    text: str
    held_by: str
    evidence: tuple[str, ...]
    source: str = MANUAL


LIST = (
    Clause(
        "1",
        "Guidance for the capture, storage and use of data obtained with ALPR.",
        "The posted policy, and a portal that keeps frames, reads and looks each by rules of their own.",
        ("posted", "says.scope"),
    ),
    Clause(
        "2¶1",
        "ALPR serves parking enforcement, and the privacy rights of the public are recognised.",
        "A closed list of purposes; no names beside plates; pictures leave without place and time.",
        ("says.scope", "purposes_agree"),
    ),
    Clause(
        "2¶2",
        "Data and images are for official use and not open to public review.",
        "Every view asks for a person, and the database itself for an access record.",
        ("row_security",),
    ),
    Clause(
        "3¶1",
        "Uses: overdue citations, electronic chalking, stolen or wanted vehicles, the police.",
        "Purposes, lists and zones of the portal; nothing else matches reads.",
        ("says.purposes", "purposes_agree"),
    ),
    Clause(
        "3¶2",
        "The Parking Manager manages equipment, retention and access, and assigns staff.",
        "Roles with dates, given by another person; the Parking Manager alone gives them.",
        ("manager_in_office",),
    ),
    Clause(
        "3.1",
        "The Parking Manager develops the guidelines and procedures that the Civil Code asks for.",
        "A policy that is drafted, approved by a second person, and from then on never changed.",
        ("posted", "complete"),
    ),
    Clause(
        "3.1(a)",
        "Job titles and designations of those who may use or access the system.",
        "The posted policy lists them from the accounts; without a designation nobody opens a record.",
        ("says.people", "designations"),
    ),
    Clause(
        "3.1(b)",
        "Training requirements for authorised users.",
        "The posted policy lists course and interval by role; the gate asks for training at every request.",
        ("says.training", "trained"),
    ),
    Clause(
        "3.1(c)",
        "How the system is monitored for security and compliance with privacy laws.",
        "The ledger of access, its verification, and the weekly review of it.",
        ("says.monitoring", "ledger_verified", "log_review"),
    ),
    Clause(
        "3.1(d)",
        "Records of access are maintained as Civil Code 1798.90.52 asks.",
        "Row security: without a committed access record the database shows nothing.",
        ("says.records", "row_security", "append_only"),
    ),
    Clause(
        "3.1(e)",
        "Title and name of the current designee.",
        "A dated register in which the database allows no gap and no overlap.",
        ("designee",),
    ),
    Clause(
        "3.1(f)",
        "Retention and destruction with Information Technology and the Custodian of Records.",
        "Retention rules and purges with several approvals.",
        ("says.keeping", "retention"),
    ),
    Clause(
        "3.1(g)",
        "The policy is conspicuously posted on the website.",
        "A public page, linked from the front page, the login page and every page's foot.",
        ("posted",),
    ),
    Clause(
        "4",
        "Use is restricted to the purposes of the manual; nobody lets others use it for another.",
        "A purpose from the closed list is stated and written beside every look.",
        ("purposes_agree", "acknowledged"),
    ),
    Clause(
        "4(a)",
        "Official Parking Division business only.",
        "A purpose of the division, stated before the first record.",
        ("purposes_agree",),
    ),
    Clause(
        "4(b)",
        "In conjunction with any routine operation of the division.",
        "Purposes for time limits, permits, scofflaws, contests, audits and maintenance.",
        ("purposes_agree",),
    ),
    Clause(
        "4(c)",
        "Nobody operates the equipment or accesses data without completed, approved training.",
        "The gate asks for training in force at every request.",
        ("trained",),
    ),
    Clause(
        "4(d)",
        "No access to department, state or federal data unless authorised.",
        "Rights of their own for lists of the police; what lies outside one's rights does not exist.",
        ("row_security",),
    ),
    Clause(
        "4(e)",
        "Scofflaws: registration and past-due status are verified before a boot or a tow.",
        "A trigger refuses a boot or a tow without checks of the last thirty minutes.",
        ("verified_before_boot",),
    ),
    Clause(
        "5¶1",
        "Proper collection and retention; data go from the vehicles to the designated storage.",
        "Originals are kept byte for byte, each traceable to camera, sender and time.",
        ("nothing_deleted",),
    ),
    Clause(
        "5¶2",
        "Stored for two years at least, then purged; evidence is exported and booked.",
        "The portal's role may delete nothing; purges and evidence packages have procedures.",
        ("nothing_deleted", "retention"),
    ),
    Clause(
        "6",
        "Data are closely safeguarded by procedural and technological means.",
        "Second factor, row security, roles of the database, a ledger that cannot be changed.",
        ("second_factor", "row_security", "append_only"),
    ),
    Clause(
        "6(a)",
        "Accessible only through a login and password, every access documented by name, date and time.",
        "Login, second factor, and an access record before anything is shown.",
        ("second_factor", "row_security", "append_only"),
    ),
    Clause(
        "6(b)",
        "Access for legitimate purposes of the division only.",
        "Each role looks for its own purposes; a reference that says nothing is refused.",
        ("purposes_agree",),
    ),
    Clause(
        "6(c)",
        "Audits of the system on a regular basis.",
        "Review plans with samples, dispositions and approval.",
        ("reviews", "log_review"),
    ),
    Clause(
        "7¶1",
        "Shared with the police department only, and with other agencies as the law permits.",
        "Releases to registered recipients.",
        ("says.sharing", "sharing"),
    ),
    Clause(
        "7¶2",
        "Other requests follow the Records Maintenance and Release Policy.",
        "Records requests with a reasoned answer.",
        ("says.sharing", "sharing"),
    ),
    Clause(
        "8",
        "Approved training for everybody who is authorised.",
        "Trainings are approved by another person and have a last day.",
        ("says.training", "trained"),
    ),
    Clause(
        "1798.90.51(a)",
        "Reasonable security procedures against unauthorized access, destruction, use, modification or"
        " disclosure.",
        "The access gate, the database's roles and triggers, and the ledger.",
        ("second_factor", "row_security", "append_only", "nothing_deleted"),
        CODE,
    ),
    Clause(
        "1798.90.51(b)(1)",
        "A usage and privacy policy, available to the public in writing and posted conspicuously.",
        "The public page, with version, effective date and hash, readable without a login.",
        ("posted",),
        CODE,
    ),
    Clause(
        "1798.90.51(b)(2)(A)",
        "The authorized purposes for using the system and collecting information.",
        "The list the portal enforces is the list that was approved.",
        ("says.purposes", "purposes_agree"),
        CODE,
    ),
    Clause(
        "1798.90.51(b)(2)(B)",
        "Job titles or designations of employees and independent contractors, and their training.",
        "Listed from the accounts, without names.",
        ("says.people", "designations", "says.training", "trained"),
        CODE,
    ),
    Clause(
        "1798.90.51(b)(2)(C)",
        "How the system is monitored for security and compliance with privacy laws.",
        "The ledger, its verification and its weekly review.",
        ("says.monitoring", "ledger_verified", "log_review"),
        CODE,
    ),
    Clause(
        "1798.90.51(b)(2)(D)",
        "Purposes of, process for, and restrictions on the sale, sharing or transfer of information.",
        "The policy's words; the portal has no way to sell, and one exit for sharing.",
        ("says.sharing", "sharing"),
        CODE,
    ),
    Clause(
        "1798.90.51(b)(2)(E)",
        "The title of the official custodian responsible for implementing the law.",
        "The register of designees.",
        ("says.custodian", "designee"),
        CODE,
    ),
    Clause(
        "1798.90.51(b)(2)(F)",
        "Measures to ensure accuracy and to correct errors.",
        "Corrections beside the observation, verification by a person, misreads counted in public.",
        ("says.accuracy", "figures"),
        CODE,
    ),
    Clause(
        "1798.90.51(b)(2)(G)",
        "How long information is kept, and the process that decides whether and when it is destroyed.",
        "Retention rules and purges.",
        ("says.keeping", "retention"),
        CODE,
    ),
    Clause(
        "1798.90.52(a)",
        "A record of each access: date and time, query, username and organization, purpose.",
        "The gate writes it before anything is shown.",
        ("says.records", "row_security", "append_only"),
        CODE,
    ),
    Clause(
        "1798.90.52(b)",
        "Information is only used for the authorized purposes.",
        "A purpose is stated before the first record and asked again every twelve hours.",
        ("purposes_agree", "acknowledged"),
        CODE,
    ),
    Clause(
        "1798.90.53(b)(2)(C)",
        "A process for periodic system audits.",
        "Review plans.",
        ("reviews",),
        CODE,
    ),
    Clause(
        "1798.90.55(a)",
        "Opportunity for public comment at a regularly scheduled public meeting before the program begins.",
        "Date and link of the hearing are in the posted policy.",
        ("says.hearing", "hearing"),
        CODE,
    ),
    Clause(
        "1798.90.55(b)",
        "No sale, sharing or transfer, except to another public agency and as permitted by law.",
        "Recipients are checked by the database.",
        ("says.sharing", "sharing"),
        CODE,
    ),
)
CLAUSES = {clause.key: clause.text for clause in LIST}

# What each check shows, for the page; those that no part of the portal reports on yet are red.
EVIDENCE = {
    "posted": "A policy is posted and in force",
    "complete": "Every element of the law has its section",
    "purposes_agree": "The approved purposes are the enforced ones",
    "acknowledged": "People have acknowledged the version in force",
    "designations": "Everybody with a role has a designation",
    "trained": "Everybody with a role has training in force",
    "designee": "There is a designee today",
    "manager_in_office": "Somebody holds the Parking Manager's role",
    "hearing": "A public hearing is on record",
    "figures": "Last month's figures are published",
    "row_security": "Row security is forced on every table with plates",
    "append_only": "The portal cannot change its ledger",
    "nothing_deleted": "The portal cannot delete frames or reads",
    "second_factor": "A second factor is asked for",
    "verified_before_boot": "The database refuses an unverified boot or tow",
    "ledger_verified": "The ledger was sealed and verified lately",
    "log_review": "The weekly review of the log is not overdue",
    "reviews": "There is a review plan, and no review is overdue",
    "retention": "Retention rules are in force and no purge is overdue",
    "sharing": "Releases go to registered public agencies only",
    "says.scope": "The policy says what the system is for",
    "says.purposes": "The policy names the authorized purposes",
    "says.people": "The policy says who is authorized",
    "says.training": "The policy says which training is required",
    "says.monitoring": "The policy says how the system is monitored",
    "says.records": "The policy says what is recorded of an access",
    "says.sharing": "The policy says what may be shared and what not",
    "says.custodian": "The policy names the custodian's office",
    "says.accuracy": "The policy says how errors are corrected",
    "says.keeping": "The policy says how long data are kept",
    "says.hearing": "The policy tells of the public hearing",
}

PROOFS = Path(__file__).with_name("proofs.json")


@cache
def proofs() -> dict[str, list[str]]:
    """{clause: the tests that hold the portal to it}, as the tests' own marks say."""
    return json.loads(PROOFS.read_text())
