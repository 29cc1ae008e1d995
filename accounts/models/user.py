"""A person's account."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models.designation import Designation
from accounts.models.organisation import Organisation
from accounts.permissions import Permission
from accounts.roles import permissions_of


class UserManager(BaseUserManager["User"]):
    """Accounts are made by `accounts.actions.accounts.create`; Django's own commands cannot make one."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=User.normalize_username(username or ""))


class User(AbstractBaseUser):
    """One person, one account. Disabled when the person leaves, never deleted: the ledger goes on naming
    them.

    `locked_at` is set by five failed log-ins within fifteen minutes (CJIS AC-7) and taken back by another
    person only. It keeps out whoever logs in from now on; it does not end a session that passed both factors,
    or anybody who knows a user name could put an officer out of the portal at will.
    """

    class Affiliation(models.TextChoices):
        EMPLOYEE = "employee", "Employee"
        CONTRACTOR = "contractor", "Independent contractor"

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    username = models.CharField(
        max_length=150,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9._@-]*\Z",
                "A user name has letters, digits, dots, hyphens, underscores and @, and begins with a letter"
                " or digit.",
            )
        ],
        help_text="Kept in lower case; capitals make no difference.",
    )
    full_name = models.CharField(max_length=200)
    email = models.EmailField("e-mail")
    designation = models.ForeignKey(
        Designation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        help_text="Without one the account opens no records.",
    )
    affiliation = models.CharField(max_length=20, choices=Affiliation.choices, default=Affiliation.EMPLOYEE)
    company = models.CharField(max_length=200, blank=True, help_text="The contractor's company.")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    is_active = models.BooleanField("enabled", default=True, editable=False)
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)
    locked_reason = models.CharField(max_length=200, blank=True, editable=False)
    must_change_password = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name", "email"]

    objects = UserManager()

    permissions_held: frozenset[Permission] | None = None

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ["full_name", "username"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(username=Lower("username")) & ~models.Q(username=""),
                name="user_name_is_lower_case",
                violation_error_message="Write the user name in lower case.",
            ),
            models.CheckConstraint(condition=~models.Q(full_name=""), name="user_has_a_full_name"),
            models.CheckConstraint(
                condition=models.Q(affiliation__in=["employee", "contractor"]), name="user_affiliation_known"
            ),
            models.CheckConstraint(
                condition=models.Q(affiliation="employee", company="")
                | (models.Q(affiliation="contractor") & ~models.Q(company="")),
                name="user_contractor_has_a_company",
                violation_error_message="Name the company of a contractor; an employee has none.",
            ),
            models.CheckConstraint(
                condition=models.Q(locked_at=None, locked_reason="")
                | (models.Q(locked_at__isnull=False) & ~models.Q(locked_reason="")),
                name="user_lock_has_time_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} ({self.username})"

    @classmethod
    def normalize_username(cls, username: str) -> str:
        return super().normalize_username(username).strip().lower()

    def clean(self) -> None:
        super().clean()
        self.email = type(self).objects.normalize_email(self.email)

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    @property
    def ledger_username(self) -> str:
        return self.username

    @property
    def ledger_person(self) -> str:
        return str(self.uid)

    @property
    def ledger_target(self) -> str:
        """How change events name this account."""
        return f"user:{self.uid}"

    def roles_in_force(self, now: datetime) -> tuple[str, ...]:
        """The slugs of the roles this person holds at `now`."""
        return tuple(
            self.role_grants.in_force(timezone.localdate(now)).values_list("role", flat=True).distinct()
        )

    def has_permission(self, permission: Permission, now: datetime) -> bool:
        """Whether a role in force at `now` gives this right. A disabled account has none.

        While a request is answered the gate's finding at its beginning stands, so one page asks the database
        once.
        """
        if not self.is_active:
            return False
        if self.permissions_held is None:
            return Permission(permission) in permissions_of(self.roles_in_force(now))
        return Permission(permission) in self.permissions_held

    # What Django's admin asks. The rights themselves are the roles'; there are no per-model permissions to
    # hand out.

    @property
    def is_staff(self) -> bool:
        return self.has_permission(Permission.USE_ADMIN, timezone.now())

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff
