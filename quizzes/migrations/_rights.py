"""What teachers may do, as a step of a migration. No migration itself: Django passes over names that start so."""

from collections.abc import Mapping, Sequence

from django.db import migrations

ACTIONS = ("view", "add", "change", "delete")


def teachers_may_edit(names: Mapping[str, str], actions: Sequence[str] = ACTIONS) -> migrations.RunPython:
    """Rights on these models, given by their names in code and in words; all of them, unless told.

    Permissions are normally made after all migrations; Django finds the ones made here and leaves them.
    """

    def grant(apps, schema_editor):
        teachers, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Teachers")
        for model, name in names.items():
            content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
                app_label="quizzes", model=model
            )
            for action in actions:
                permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
                    content_type=content_type,
                    codename=f"{action}_{model}",
                    defaults={"name": f"Can {action} {name}"},
                )
                teachers.permissions.add(permission)

    return migrations.RunPython(grant, migrations.RunPython.noop)
