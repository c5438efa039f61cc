"""The ledger of a clock keeps moments instead of days, and extensions in a unit; a clock can begin anew.

Old rows get the moment of the step that made them; where the clock was started for an earlier day (nobody told in
time what was missing), the moment of the last step that led to that day's receipt.
"""

from django.db import migrations, models

FILL = """
ALTER TABLE case_clock DISABLE TRIGGER case_clock_guard;
UPDATE case_clock SET
    unit = CASE WHEN days > 0 THEN 'workdays' ELSE '' END,
    number = days,
    at = COALESCE(
        (SELECT max(step.at) FROM case_step AS step
         WHERE step.case_id = case_clock.case_id AND step.seq <= case_clock.step
           AND (step.at AT TIME ZONE 'Asia/Shanghai')::date = case_clock.day),
        case_clock.day::timestamp AT TIME ZONE 'Asia/Shanghai'
    );
ALTER TABLE case_clock ENABLE TRIGGER case_clock_guard;
"""

EMPTY = """
ALTER TABLE case_clock DISABLE TRIGGER case_clock_guard;
UPDATE case_clock SET day = (at AT TIME ZONE 'Asia/Shanghai')::date, days = CASE unit WHEN 'workdays' THEN number ELSE 0 END;
ALTER TABLE case_clock ENABLE TRIGGER case_clock_guard;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_guard_links")]
    operations = [
        migrations.AddField("clockinterval", "at", models.DateTimeField(null=True)),
        migrations.AddField("clockinterval", "unit", models.CharField(blank=True, default="", max_length=8)),
        migrations.AddField("clockinterval", "number", models.SmallIntegerField(default=0)),
        migrations.AlterField("clockinterval", "day", models.DateField(null=True)),
        migrations.RunSQL(FILL, EMPTY),
        migrations.AlterField("clockinterval", "at", models.DateTimeField()),
        migrations.RemoveField("clockinterval", "day"),
        migrations.RemoveField("clockinterval", "days"),
        migrations.AlterField(
            "clockinterval",
            "op",
            models.CharField(
                choices=[(op, op) for op in ("run", "pause", "stop", "extend", "restart")], max_length=8
            ),
        ),
    ]
