# Imported here, so that what it registers stands there to be replaced.
from auditlog import admin as auditlog_admin
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from core.audit_desk import AuditAdmin, LinesAsHistory
from core.models import Entry, User

__all__ = ["AccountAdmin", "auditlog_admin"]

admin.site.unregister(Entry)
admin.site.register(Entry, AuditAdmin)


@admin.register(User)
class AccountAdmin(LinesAsHistory, UserAdmin):
    """Its history tells who gave it which rights; passwords and addresses are not kept."""
