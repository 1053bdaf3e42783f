from django.apps import AppConfig
from django.contrib.admin import apps


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Accounts and audit"
    default = True

    def ready(self) -> None:
        """Rights are audited: who may do what."""
        # Models cannot be imported before the apps are ready, so these imports stand here.
        from django.contrib.auth.models import Group

        from core import audit
        from core.models import User

        rights = ("is_active", "is_staff", "is_superuser")
        audit.keep(
            {
                User: audit.Audited(
                    only=rights, groups=("groups", "user_permissions"), called="account", person="id"
                ),
                Group: audit.Audited(groups=("permissions",)),
            }
        )


class AttestAdminConfig(apps.AdminConfig):
    default_site = "core.desk.AttestAdminSite"
    default = False
