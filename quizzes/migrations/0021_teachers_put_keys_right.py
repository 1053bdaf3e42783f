from django.db import migrations

from quizzes.migrations._rights import teachers_may_edit


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0020_marks_put_right")]
    operations = [teachers_may_edit({"correction": "correction"})]
