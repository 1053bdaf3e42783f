from django.db import migrations

from quizzes.migrations._rights import teachers_may_edit


class Migration(migrations.Migration):
    """Who may make a class is a teacher; over a class itself only its own teachers have any right."""

    dependencies = [("quizzes", "0017_teachers_answer_reports")]
    operations = [teachers_may_edit({"classroom": "class"}, ["add"])]
