from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0021_teachers_put_keys_right"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="is_made_here",
            field=models.BooleanField(
                default=False,
                help_text="Its teachers may print a slip with a new password.",
                verbose_name="account made by this class",
            ),
        ),
    ]
