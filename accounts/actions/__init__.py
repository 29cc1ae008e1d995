"""Changes to people: verbs, keyword-only, `by=`, each leaving one event in its own transaction.

Errors: PermissionDenied (whoever acts may not) and ValidationError (what was given is not right), each with a
sentence.
"""
