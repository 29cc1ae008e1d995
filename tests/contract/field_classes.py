"""What kind of data each field of the project's models holds.

personal   says something about a person: who they are, what they did, or where their vehicle was. A plate,
           the picture of a vehicle and the time and place of a read are personal (Civ. Code 1798.90.5).
secret     lets whoever has it act as somebody else.
harmless   neither.

A new field has to be classed here; `personal` and `secret` fields are not to appear in logs or public pages.
"""

PERSONAL = {
    "audit.AccessRecord": "at payload username person full_name organisation roles purpose reference door"
    " method query plates_sought address agent session",
    "audit.AccessOutcome": "at payload access records plates",
    "audit.ChangeEvent": "at payload event target username person access detail",
    "audit.Verification": "asked_by",
    "accounts.User": "last_login uid username full_name email designation affiliation company organisation"
    " is_active locked_at locked_reason must_change_password created_at",
    "accounts.RoleGrant": "user role starts_on ends_on granted_by revoked_at revoked_by",
    "accounts.SignIn": "user session started_at last_seen_at address agent ended_at",
    "accounts.TrainingRecord": "user course completed_on expires_on approved_by note withdrawn_at"
    " withdrawn_by withdrawn_reason",
    "accounts.Acknowledgement": "user policy at",
    "policy.PolicyVersion": "drafted_by drafted_at approved_by approved_at",
    "policy.PolicyEdit": "version by at",
    "policy.Designee": "title name starts_on ends_on account appointed_by recorded_at",
    "policy.Hearing": "recorded_by recorded_at",
    "reads.Frame": "uid camera uploaded_by received_at original shown_name sha256 camera_time latitude"
    " longitude notes",
    "reads.Read": "uid frame camera received_at observed plate_read region_read plate region plate_reversed"
    " characters candidates crop",
    "reads.Correction": "read plate region reason note made_at made_by undone_at undone_by",
    "reads.Announcement": "read made_at",
    "reviews.ReviewPlan": "made_at made_by reason",
    "reviews.PlanDuty": "user duty",
    "reviews.WorkingHours": "role user days start until made_at made_by ended_at ended_by",
    "reviews.StaffPlate": "uid person with_region bare made_at made_by ended_at ended_by",
    "reviews.Review": "reason submitted_at submitted_by approved_at approved_by",
    "reviews.ReviewStep": "at by note",
    "reviews.ReviewItem": "uid access subject drawn reviewer assigned_at",
    "reviews.ItemReason": "item rule sentence",
    "reviews.Disposition": "item verdict note at by",
    "reviews.Finding": "uid item severity summary owner due_on state made_at made_by resolution resolved_at"
    " resolved_by closed_at closed_by",
    "reviews.LogReview": "note signed_at signed_by",
    "reviews.Reminder": "user day sent_at",
    "enforcement.Hotlist": "owner",
    "enforcement.HotlistEntry": "uid plate region plate_reversed plate_folded reason reference amount_due"
    " notices valid_from valid_until added_at added_by removed_at removed_by past_matched_at",
    "enforcement.HotlistImport": "file_name stored sha256 received_at received_by decided_at decided_by",
    "enforcement.HotlistImportRow": "entry plate region reason reference amount_due notices valid_from"
    " valid_until",
    "enforcement.Hit": "uid entry zone first_mark last_mark read camera vehicle plate region why restricted"
    " made_at last_seen_at assigned_to seen_plate seen_region reject_reason decided_at decided_by verified_at"
    " verified_by closed_at closed_by",
    "enforcement.HitStep": "hit at by reason",
    "enforcement.Sighting": "hit read at",
    "enforcement.Check": "hit result source answer plate region notices amount_due checked_at checked_by",
    "enforcement.VehicleAction": "uid hit kind plate region reference note at by",
    "enforcement.ChalkSession": "uid officer vehicle zone zone_asked started_at ended_at",
    "enforcement.ChalkMark": "read session zone plate region plate_reversed plate_folded seen_at clock"
    " latitude longitude doubts made_at",
    "enforcement.Exemption": "uid plate region zone reason valid_until made_at made_by ended_at ended_by",
    "enforcement.ZoneRule": "created_by",
}

SECRET = {
    "accounts.User": "password",
}

HARMLESS = {
    "audit.AccessRecord": "id uid leaf actor_kind",
    "audit.AccessOutcome": "id leaf result status code record_count size ms",
    "audit.ChangeEvent": "id leaf transaction",
    "audit.SealedRecord": "position source row_id leaf",
    "audit.Checkpoint": "number first size root frontier key made_at note",
    "audit.Anchor": "name number published_at receipt tried_at failing_since problem",
    "audit.LedgerAlarm": "code since told_at sentence",
    "audit.Verification": "id state asked_at heard_at ended_at records_total records_done unsealed"
    " held_number findings problem",
    "accounts.Designation": "id title active",
    "accounts.Organisation": "id name kind",
    "accounts.User": "id",
    "accounts.RoleGrant": "id",
    "accounts.SignIn": "id uid",
    "accounts.TrainingRecord": "id",
    "reviews.ReviewPlan": "id period sample_size rules due_days keep_years same_plate_looks same_plate_days"
    " norm_factor norm_least reference_plates reference_people unopened_searches",
    "reviews.PlanDuty": "id plan",
    "reviews.WorkingHours": "id",
    "reviews.StaffPlate": "id key_name",
    "reviews.Review": "id uid plan kind first_day last_day until seed population_count population_hash"
    " left_out sample_size flagged_count rules_version notes due_on keep_until opened_at state",
    "reviews.ReviewStep": "id review step",
    "reviews.ReviewItem": "id review position",
    "reviews.ItemReason": "id",
    "reviews.Disposition": "id",
    "reviews.Finding": "id",
    "reviews.LogReview": "id uid first_day due_on keep_until state opened_at counts",
    "reviews.Reminder": "id lines",
    "accounts.PostedPolicy": "number effective_on sha256",
    "accounts.Acknowledgement": "id",
    "policy.PolicyVersion": "id number sections summary effective_on lists text sha256",
    "policy.PolicyEdit": "id",
    "policy.Designee": "id",
    "policy.Hearing": "id held_on body item link",
    "policy.MonthFigure": "id month section key label position is_part kind number threshold computed_at",
    "reads.Camera": "id code name mount vehicle is_active",
    "reads.Frame": "id size format width height state claim claimed_at attempts queued_at failure read_at"
    " engine engine_version read_ms",
    "reads.Read": "id confidence box_x box_y box_w box_h engine engine_version",
    "reads.Correction": "id",
    "enforcement.Hotlist": "id code name kind source legal_basis freshness_hours audience colour sound"
    " priority alert_policy is_active version standing refreshed_at stale_told_at created_at",
    "enforcement.HotlistEntry": "id hotlist added_by_import removed_by_import",
    "enforcement.HotlistImport": "id uid hotlist way whole apply_by_itself size state list_version problem"
    " rows_total rows_done added changed same gone refused notes queued_at claim claimed_at attempts",
    "enforcement.HotlistImportRow": "id list_import number outcome column problem",
    "enforcement.Hit": "id kind match hotlist rule silent priority from_past stale_when_made state",
    "enforcement.HitStep": "id step state",
    "enforcement.Sighting": "id",
    "enforcement.Check": "id kind",
    "enforcement.VehicleAction": "id registration_check past_due_check recheck",
    "enforcement.ChalkSession": "id",
    "enforcement.ChalkMark": "id",
    "enforcement.Exemption": "id",
    "enforcement.Zone": "id code name kind district shape west south east north is_active created_at",
    "enforcement.ZoneRule": "id zone compare limit_minutes grace_minutes tolerance_metres days hours_from"
    " hours_until on_holidays permit_list permit_only most_a_day first_day last_day created_at",
    "enforcement.Holiday": "id day name",
}

# Tables that the access gate does not guard, and why they need no guard.
NOT_GATED = {
    "audit.SealedRecord": "Hashes and row numbers; only the sealer and the auditor may read it.",
    "audit.Checkpoint": "Hashes, sizes and times, signed; they are handed to others anyway.",
    "audit.Anchor": "How far the checkpoints have come to a place outside.",
    "audit.LedgerAlarm": "A sentence about the ledger's seals, without a record's content.",
    "audit.Verification": "When the ledger was verified and what was found: positions and kinds.",
    "accounts.Designation": "A list of job titles, which the division publishes.",
    "accounts.Organisation": "A list of organisations.",
    "accounts.User": "About the portal's own people, no plate; the gate asks here who somebody is.",
    "accounts.RoleGrant": "About the portal's own people, no plate; the gate asks here what somebody may.",
    "accounts.SignIn": "About the portal's own people, no plate; the gate asks here if a session is open.",
    "accounts.TrainingRecord": "About the portal's own people, no plate; the gate asks here who is trained.",
    "reviews.ReviewPlan": "How accesses are reviewed: numbers and names of rules.",
    "reviews.PlanDuty": "About the portal's own people, no plate: who reviews and who approves.",
    "reviews.WorkingHours": "About the portal's own people, no plate: when they are on shift.",
    "reviews.StaffPlate": "Keyed hashes from which no plate can be read; no place, no time of a vehicle.",
    "reviews.Review": "How many accesses were drawn of which days; its items are gated.",
    "reviews.ReviewStep": "About the portal's own people, no plate: who submitted and who approved.",
    "reviews.LogReview": "Counts of a week and who signed; the logs themselves are the ledger's.",
    "reviews.Reminder": "About the portal's own people, no plate: who was told on which day.",
    "accounts.PostedPolicy": "A version's number and hash, which are posted.",
    "accounts.Acknowledgement": "About the portal's own people, no plate; the gate asks who has read it.",
    "policy.PolicyVersion": "The policy, which is posted; lists designations and no names of people.",
    "policy.PolicyEdit": "About the portal's own people, no plate: who wrote at a draft.",
    "policy.Designee": "Title and name of the designee, which are posted (manual, clause 3.1(e)).",
    "policy.Hearing": "Date and link of a public meeting.",
    "policy.MonthFigure": "Counts of a month with small numbers suppressed, for the public; about no plate.",
    "reads.Announcement": "The number of a read that is still to be matched; no plate, no place.",
    "enforcement.Hotlist": "A list's settings; its plates are in its entries, which are gated.",
    "enforcement.HotlistImport": "A file's name, hash and counts; its rows are gated.",
    "enforcement.Zone": "A place on the map with rules, which the city publishes.",
    "enforcement.ZoneRule": "The time limit of a place, which the city publishes.",
    "enforcement.Holiday": "A day of the calendar.",
    "enforcement.ChalkSession": "About the portal's own people: who drove which vehicle; no plate read.",
    "reads.Camera": "A camera without what it saw: no plate, no vehicle, no place of one.",
}

# The ledger guards itself: the application's role may not read it at all, so it need not be forced on its
# owner, whose triggers refuse every change.
LEDGER = {"audit.AccessRecord", "audit.AccessOutcome", "audit.ChangeEvent"}
