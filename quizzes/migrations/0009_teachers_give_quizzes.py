from django.db import migrations

from quizzes.migrations._rights import teachers_may_edit

NAMES = {
    "quiz": "quiz",
    "drawrule": "draw rule",
    "feedbackband": "feedback band",
    "extratime": "extra time",
}


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0008_what_an_answer_earns")]
    operations = [teachers_may_edit(NAMES)]
