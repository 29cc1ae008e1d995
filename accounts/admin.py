"""People in the administration pages. Every save goes through an action; nothing is deleted."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from accounts.actions import accounts, lists, passwords, roles, second_factor, trainings
from accounts.admin_base import ActionWithReason, FormWithReason, HistoryAdmin, PortalModelAdmin
from accounts.models import Designation, Organisation, RoleGrant, TrainingRecord, User
from accounts.passwords import one_time_password
from accounts.permissions import Permission
from accounts.roles import ROLES
from alpr_portal.admin_site import site
from audit.acting import because


class ListAdmin(PortalModelAdmin):
    needs = Permission.MANAGE_PEOPLE

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:
        lists.keep(entry=obj, by=request.user, now=timezone.now())


@admin.register(Designation, site=site)
class DesignationAdmin(ListAdmin):
    list_display = ("title", "active")
    search_fields = ("title",)


@admin.register(Organisation, site=site)
class OrganisationAdmin(ListAdmin):
    list_display = ("name", "kind")
    search_fields = ("name",)


class NewPersonForm(forms.ModelForm):
    """A person and the password for their first log-in, which is in no message and no log."""

    first_password = forms.CharField(
        initial=one_time_password,
        max_length=200,
        help_text="Tell it to the person by word of mouth. It must be changed at the first log-in.",
    )

    class Meta:
        model = User
        fields = ("username", "full_name", "email", "designation", "organisation", "affiliation", "company")

    def clean_username(self) -> str:
        return User.normalize_username(self.cleaned_data["username"])


@admin.register(User, site=site)
class UserAdmin(PortalModelAdmin):
    needs = Permission.MANAGE_PEOPLE
    list_display = ("full_name", "username", "designation", "organisation", "roles", "state")
    list_filter = ("is_active", "designation", "organisation", "affiliation")
    list_select_related = ("designation", "organisation")
    search_fields = ("full_name", "username", "email")
    fields = ("username", "full_name", "email", "designation", "organisation", "affiliation", "company")
    actions = ("disable", "enable", "release", "give_password", "reset_second_factor")
    action_form = ActionWithReason

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: object
    ) -> type[forms.ModelForm]:
        kwargs["form"] = NewPersonForm if obj is None else FormWithReason
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        if obj is None:
            return (*self.fields, "first_password")
        reason = ("reason",) if self.has_change_permission(request, obj) else ()
        return (*self.fields, *reason, "state", "last_login", "created_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return () if obj is None else ("username", "state", "last_login", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("role_grants")

    @admin.display(description="Roles in force")
    def roles(self, person: User) -> str:
        today = timezone.localdate()
        held = {
            ROLES[given.role].name
            for given in person.role_grants.all()
            if given.role in ROLES
            and given.revoked_at is None
            and given.starts_on <= today
            and (given.ends_on is None or given.ends_on >= today)
        }
        return ", ".join(sorted(held)) or "None"

    @admin.display(description="State")
    def state(self, person: User) -> str:
        if not person.is_active:
            return "Disabled"
        if person.locked_at is not None:
            return (
                f"Locked since {timezone.localtime(person.locked_at):%B %-d, %H:%M}: {person.locked_reason}"
            )
        return "Enabled"

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        values = {name: getattr(obj, name) for name in accounts.CHANGEABLE}
        now = timezone.now()
        if change:
            with because(form.cleaned_data["reason"]):
                accounts.change(user=obj, by=request.user, now=now, **values)
            return
        created = accounts.create(
            username=obj.username,
            password=form.cleaned_data["first_password"],
            by=request.user,
            now=now,
            **values,
        )
        obj.__dict__.update(created.__dict__)

    @admin.action(description="Disable: sessions end at once")
    def disable(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        now = timezone.now()
        self.do_with_reason(
            request,
            queryset,
            lambda person, reason: accounts.disable(user=person, reason=reason, by=request.user, now=now),
            "disabled.",
        )

    @admin.action(description="Enable")
    def enable(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        now = timezone.now()
        self.do_with_reason(
            request,
            queryset,
            lambda person, reason: accounts.enable(user=person, reason=reason, by=request.user, now=now),
            "enabled.",
        )

    @admin.action(description="Release a locked account")
    def release(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        now = timezone.now()
        self.do_with_reason(
            request,
            queryset,
            lambda person, reason: accounts.release(user=person, reason=reason, by=request.user, now=now),
            "released.",
        )

    @admin.action(description="Release the second factor (phone lost)")
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        now = timezone.now()
        self.do_with_reason(
            request,
            queryset,
            lambda person, reason: second_factor.reset(user=person, reason=reason, by=request.user, now=now),
            "sets up a new app at the next log-in.",
        )

    @admin.action(description="Give a one-time password (password lost)")
    def give_password(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        person = queryset.first()
        if person is None or queryset.count() != 1:
            self.message_user(request, "Choose one person.", messages.ERROR)
            return None
        password = one_time_password()
        try:
            passwords.replace(user=person, password=password, by=request.user, now=timezone.now())
        except PermissionDenied as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return None
        answer = render(request, "accounts/one_time_password.html", {"subject": person, "password": password})
        add_never_cache_headers(answer)
        return answer


@admin.register(RoleGrant, site=site)
class RoleGrantAdmin(HistoryAdmin):
    needs = Permission.GRANT_ROLES
    list_display = ("user", "role", "starts_on", "ends_on", "granted_by", "revoked_at")
    list_filter = ("role",)
    list_select_related = ("user", "granted_by")
    search_fields = ("user__full_name", "user__username")
    fields = ("user", "role", "starts_on", "ends_on")
    form = FormWithReason
    actions = ("revoke",)
    action_form = ActionWithReason

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return (*self.fields, "reason") if obj is None else self.fields

    def save_model(self, request: HttpRequest, obj: RoleGrant, form: forms.ModelForm, change: bool) -> None:
        with because(form.cleaned_data["reason"]):
            given = roles.grant(
                user=obj.user,
                role=ROLES[obj.role],
                starts_on=obj.starts_on,
                ends_on=obj.ends_on,
                by=request.user,
                now=timezone.now(),
            )
        obj.__dict__.update(given.__dict__)

    @admin.action(description="Revoke", permissions=["end"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[RoleGrant]) -> None:
        now = timezone.now()
        self.do_with_reason(
            request,
            queryset,
            lambda given, reason: roles.revoke(grant=given, by=request.user, now=now),
            "revoked.",
        )


@admin.register(TrainingRecord, site=site)
class TrainingRecordAdmin(HistoryAdmin):
    needs = Permission.RECORD_TRAINING
    list_display = ("user", "course", "completed_on", "expires_on", "approved_by", "withdrawn_at")
    list_filter = ("course", "expires_on")
    list_select_related = ("user", "approved_by")
    search_fields = ("user__full_name", "user__username")
    fields = ("user", "course", "completed_on", "expires_on", "note")
    actions = ("withdraw",)
    action_form = ActionWithReason

    def save_model(
        self, request: HttpRequest, obj: TrainingRecord, form: forms.ModelForm, change: bool
    ) -> None:
        kept = trainings.record(
            user=obj.user,
            course=obj.course,
            completed_on=obj.completed_on,
            expires_on=obj.expires_on,
            note=obj.note,
            by=request.user,
            now=timezone.now(),
        )
        obj.__dict__.update(kept.__dict__)

    @admin.action(description="Withdraw", permissions=["end"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[TrainingRecord]) -> None:
        now = timezone.now()
        self.do_with_reason(
            request,
            queryset,
            lambda training, reason: trainings.withdraw(
                training=training, reason=reason, by=request.user, now=now
            ),
            "withdrawn.",
        )
