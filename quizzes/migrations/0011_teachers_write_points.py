from django.db import migrations

NAMES = {"point": "point", "side": "side", "sidepassage": "passage"}
ACTIONS = ("view", "add", "change", "delete")


def grant(apps, schema_editor):
    """Permissions are normally made after all migrations; Django finds the ones made here and leaves them."""
    teachers, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Teachers")
    for model, name in NAMES.items():
        content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="quizzes", model=model
        )
        for action in ACTIONS:
            permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {name}"},
            )
            teachers.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0010_points")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
