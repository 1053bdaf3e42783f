from django.db import migrations

from quizzes.migrations._rights import teachers_may_edit


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0016_reports")]
    operations = [teachers_may_edit({"report": "report"})]
