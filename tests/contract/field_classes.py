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
    "accounts.User": "last_login uid username full_name email designation affiliation company organisation"
    " is_active locked_at locked_reason must_change_password created_at",
    "accounts.RoleGrant": "user role starts_on ends_on granted_by revoked_at revoked_by",
    "accounts.SignIn": "user session started_at last_seen_at address agent ended_at",
    "accounts.TrainingRecord": "user course completed_on expires_on approved_by note withdrawn_at"
    " withdrawn_by withdrawn_reason",
    "reads.Frame": "uid camera uploaded_by received_at original shown_name sha256 camera_time latitude"
    " longitude notes",
    "reads.Read": "uid frame camera received_at observed plate_read region_read plate region plate_reversed"
    " characters candidates crop",
    "reads.Correction": "read plate region reason note made_at made_by undone_at undone_by",
}

SECRET = {
    "accounts.User": "password",
}

HARMLESS = {
    "audit.AccessRecord": "id uid leaf actor_kind",
    "audit.AccessOutcome": "id leaf result status code record_count size ms",
    "audit.ChangeEvent": "id leaf",
    "accounts.Designation": "id title active",
    "accounts.Organisation": "id name kind",
    "accounts.User": "id",
    "accounts.RoleGrant": "id",
    "accounts.SignIn": "id uid",
    "accounts.TrainingRecord": "id",
    "reads.Camera": "id code name mount vehicle is_active",
    "reads.Frame": "id size format width height state claim claimed_at attempts queued_at failure read_at"
    " engine engine_version read_ms",
    "reads.Read": "id confidence box_x box_y box_w box_h engine engine_version",
    "reads.Correction": "id",
}

# Tables that the access gate does not guard, and why they need no guard.
NOT_GATED = {
    "accounts.Designation": "A list of job titles, which the division publishes.",
    "accounts.Organisation": "A list of organisations.",
    "accounts.User": "About the portal's own people, no plate; the gate asks here who somebody is.",
    "accounts.RoleGrant": "About the portal's own people, no plate; the gate asks here what somebody may.",
    "accounts.SignIn": "About the portal's own people, no plate; the gate asks here if a session is open.",
    "accounts.TrainingRecord": "About the portal's own people, no plate; the gate asks here who is trained.",
    "reads.Camera": "A camera without what it saw: no plate, no vehicle, no place of one.",
}

# The ledger guards itself: the application's role may not read it at all, so it need not be forced on its
# owner, whose triggers refuse every change.
LEDGER = {"audit.AccessRecord", "audit.AccessOutcome", "audit.ChangeEvent"}
