"""What a person may do, one right a line. Doors ask for a permission, never for a role."""

from enum import StrEnum
from typing import Self


class Permission(StrEnum):
    """`line` says the right in words that a person who is not an engineer can check."""

    line: str

    def __new__(cls, value: str, line: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.line = line
        return member

    UPLOAD_FRAMES = "upload_frames", "Send frames from a vehicle's camera into the portal."
    VIEW_FRAMES = "view_frames", "Open frames and see in which state their reading is."
    RETRY_FRAMES = "retry_frames", "Have a frame read again that could not be read."
    SEARCH_READS = "search_reads", "Search plate reads by plate, camera and time."
    VIEW_READS = "view_reads", "Open a plate read with its pictures and candidates."
    CORRECT_READS = "correct_reads", "Correct a plate that was read wrongly; the observation stays."
    PATROL = "patrol", "Open the patrol screen, chalk vehicles, and see what is due and where zones are."
    VIEW_HITS = "view_hits", "Open hits of the division's own lists, of permits and of time limits."
    VIEW_WANTED = "view_wanted", "See lists of stolen and wanted vehicles, and their hits."
    VIEW_RESTRICTED = "view_restricted", "See restricted lists and their hits."
    DECIDE_HITS = "decide_hits", "Confirm or reject hits, and record what was checked about a vehicle."
    ACT_ON_HITS = "act_on_hits", "Record a boot, a tow, a citation or a warning for a verified hit."
    VIEW_LISTS = "view_lists", "Open hotlists and their entries."
    ADD_TO_LISTS = "add_to_lists", "Add a vehicle to a list, with a day on which that ends."
    MANAGE_LISTS = "manage_lists", "Keep hotlists and take new files of entries over into them."
    MATCH_PAST = "match_past", "Look through past reads for what is on a list."
    VIEW_ACCURACY = "view_accuracy", "See how often hits were right, as figures without a vehicle."
    EXEMPT_VEHICLES = "exempt_vehicles", "Exempt a vehicle from the division's rules for a time."
    MANAGE_ZONES = "manage_zones", "Keep zones, their rules, and holidays."
    VIEW_LEDGER = "view_ledger", "Read who looked at what, when and why."
    REVIEW_ACCESS = (
        "review_access",
        "Review who looked at what, write down findings, and sign weekly log reviews.",
    )
    APPROVE_REVIEWS = "approve_reviews", "Approve reviews and findings that somebody else has worked on."
    MANAGE_REVIEW_PLAN = (
        "manage_review_plan",
        "Set how accesses are reviewed and by whom, working hours, and the register of staff plates.",
    )
    MANAGE_CAMERAS = "manage_cameras", "Add cameras and take them out of service."
    DRAFT_POLICY = "draft_policy", "Draft the next version of the posted policy."
    APPROVE_POLICY = (
        "approve_policy",
        "Approve another person's draft of the policy; keep the register of designees and hearings.",
    )
    VIEW_COMPLIANCE = "view_compliance", "See what the manual and the law ask for, and what is met."
    USE_ADMIN = "use_admin", "Open the administration pages."
    MANAGE_PEOPLE = (
        "manage_people",
        "Open, change, disable and enable accounts; keep designations and organisations.",
    )
    GRANT_ROLES = "grant_roles", "Give other people roles and take them away."
    RECORD_TRAINING = "record_training", "Approve and record another person's training."
    RELEASE_ACCOUNTS = "release_accounts", "Release another person's locked account or lost second factor."
