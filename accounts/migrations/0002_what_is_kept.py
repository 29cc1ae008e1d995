"""What the database itself holds of the people: nobody is deleted, and a training that was approved stays as it was."""

from django.db import migrations

from audit.rowsecurity import application_may_not, application_may_update


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("audit", "0002_ledger_rules")]

    operations = [
        application_may_not("accounts_user", "delete"),
        application_may_not("accounts_rolegrant", "delete"),
        application_may_not("accounts_trainingrecord", "delete"),
        application_may_update("accounts_trainingrecord", "withdrawn_at", "withdrawn_by_id", "withdrawn_reason"),
        application_may_update("accounts_rolegrant", "revoked_at", "revoked_by_id"),
    ]
