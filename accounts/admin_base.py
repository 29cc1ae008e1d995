"""What every administration page of the portal has in common: rights by permission, saves by actions, no
deleting.
"""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from unfold.admin import ModelAdmin

from accounts.permissions import Permission


class PortalModelAdmin(ModelAdmin):
    """Asks for `needs` before anything may be changed, and turns an action's refusal into a sentence on the
    page.
    """

    needs: Permission
    list_per_page = 50
    show_full_result_count = False

    def may(self, request: HttpRequest) -> bool:
        return request.user.has_permission(self.needs, timezone.now())

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.is_staff

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def changeform_view(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ValidationError as refused:
            self.message_user(request, " ".join(refused.messages), messages.ERROR)
        except PermissionDenied as refused:
            # Django's own refusals bear no sentence; they stay what they are.
            if not refused.args:
                raise
            self.message_user(request, str(refused), messages.ERROR)
        return redirect(request.path)

    def do_to_each(
        self, request: HttpRequest, queryset: QuerySet[Model], do: Callable[[Model], None], done: str
    ) -> None:
        """Run an action on each of the chosen rows and say what became of it, row by row."""
        for row in queryset:
            try:
                do(row)
            except (ValidationError, PermissionDenied) as refused:
                said = " ".join(refused.messages) if isinstance(refused, ValidationError) else str(refused)
                self.message_user(request, f"{row}: {said}", messages.ERROR)
            else:
                self.message_user(request, f"{row}: {done}", messages.SUCCESS)

    # The change events are the actions' own; Django's second log of them would hold names without protection.

    def log_addition(self, request: HttpRequest, obj: Model, message: object) -> None:
        return None

    def log_change(self, request: HttpRequest, obj: Model, message: object) -> None:
        return None


class HistoryAdmin(PortalModelAdmin):
    """Rows that are added and ended, and otherwise stay as they were."""

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_end_permission(self, request: HttpRequest) -> bool:
        return self.may(request)
