from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0016_teachers_make_classes"),
    ]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="closes_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="attempt",
            name="is_assigned",
            field=models.BooleanField(default=False),
        ),
    ]
