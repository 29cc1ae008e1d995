"""What every administration page of the portal has in common: rights by permission, saves by actions, no
deleting.
"""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.forms import ActionForm
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.permissions import Permission
from alpr_portal.lib.text import one_line
from audit.acting import because
from audit.changes import place_of

SHORTEST_REASON = 5
LONGEST_REASON = 200


class ReasonField(forms.CharField):
    """Why something is changed about a person. It is kept with the change."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            **{
                "label": "Reason",
                "min_length": SHORTEST_REASON,
                "max_length": LONGEST_REASON,
                "widget": UnfoldAdminTextInputWidget,
                "help_text": "Kept with the change, for whoever reviews it.",
            }
            | kwargs
        )

    def clean(self, value: object) -> str:
        return one_line(super().clean(value))


class FormWithReason(forms.ModelForm):
    reason = ReasonField()


class ActionWithReason(ActionForm):
    """The reason stands beside the action; `do_with_reason` says what is missing."""

    reason = ReasonField(
        required=False,
        min_length=None,
        label="",
        help_text="",
        widget=UnfoldAdminTextInputWidget(attrs={"placeholder": "Reason", "aria-label": "Reason"}),
    )


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

    def do_with_reason(
        self, request: HttpRequest, queryset: QuerySet[Model], do: Callable[[Model, str], None], done: str
    ) -> None:
        """`do_to_each`, for what nobody does without saying why."""
        reason = one_line(request.POST.get("reason", ""))[:LONGEST_REASON]
        if len(reason) < SHORTEST_REASON:
            self.message_user(
                request,
                "Nothing was changed: write the reason beside the action, in five characters at least, and"
                " run it again.",
                messages.ERROR,
            )
            return
        with because(reason):
            self.do_to_each(request, queryset, lambda row: do(row, reason), done)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """The ledger's record of changes. Who may read it is decided there, and that it was read is written
        down."""
        row = self.get_object(request, unquote(object_id))
        place = place_of(row) if row is not None else None
        if place is None:
            return super().history_view(request, object_id, extra_context)
        return redirect("audit:changes-of", *place)

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
