"""An overtime hit that nobody has looked at yet follows the vehicle's stay: an earlier sighting may be uploaded later."""

from django.db import migrations

GRANT = "grant update (first_mark_id, rule_id) on enforcement_hit to alpr_app;"
REVOKE = "revoke update (first_mark_id, rule_id) on enforcement_hit from alpr_app;"


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0002_what_the_database_holds")]

    operations = [migrations.RunSQL(sql=GRANT, reverse_sql=REVOKE)]
