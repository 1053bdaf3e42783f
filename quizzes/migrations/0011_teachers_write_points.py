from django.db import migrations

from quizzes.migrations._rights import teachers_may_edit

NAMES = {"point": "point", "side": "side", "sidepassage": "passage"}


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0010_points")]
    operations = [teachers_may_edit(NAMES)]
