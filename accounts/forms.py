"""What people type on the pages of this app."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest

from accounts.models import User
from accounts.passwords import PUBLISHED_PASSWORD
from accounts.signals import login_refused_to_locked

LONGEST_USERNAME = 150
LONGEST_PASSWORD = 1000


class LoginForm(AuthenticationForm):
    """User name, password and the acknowledged notice. One answer to every failure, so that none tells who
    exists.
    """

    acknowledged = forms.BooleanField(
        error_messages={"required": "Read the notice and tick the box: it is needed at every log-in."}
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": (
            "This user name and password open no account. After five failures within fifteen minutes"
            " an account is locked until an administrator releases it."
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].validators.append(MaxLengthValidator(LONGEST_USERNAME))
        self.fields["password"].validators.append(MaxLengthValidator(LONGEST_PASSWORD))
        self.label_suffix = ""

    def clean_username(self) -> str:
        # The failures are counted by user name: in one form, or capitals would give five more tries.
        return User.normalize_username(self.cleaned_data["username"])

    def clean(self) -> dict[str, Any]:
        # Nobody is let in, nor is a failure counted, before the notice is acknowledged.
        if self.errors:
            return self.cleaned_data
        if settings.PRODUCTION and self.cleaned_data.get("password") == PUBLISHED_PASSWORD:
            raise self.get_invalid_login_error()
        return super().clean()

    def confirm_login_allowed(self, user: User) -> None:
        if user.locked_at is not None:
            login_refused_to_locked(self.request, user)
            raise self.get_invalid_login_error()


class OwnPasswordForm(forms.Form):
    """The password of the person whose session is locked."""

    password = forms.CharField(
        label="Password",
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.label_suffix = ""

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if authenticate(self.request, username=self.request.user.get_username(), password=password) is None:
            raise forms.ValidationError("This is not your password.")
        return password


class CodeForm(forms.Form):
    """The six figures of an authenticator app."""

    code = forms.RegexField(
        r"^ *[0-9]{3} ?[0-9]{3} *\Z",
        label="Code",
        max_length=20,
        strip=True,
        error_messages={"invalid": "The code is six figures.", "required": "Type the six figures."},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True, "maxlength": 7}
        ),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean_code(self) -> str:
        return self.cleaned_data["code"].replace(" ", "")


class PurposeForm(forms.Form):
    """Why a person looks. Which purposes and references are right is the action's to say."""

    purpose = forms.CharField(max_length=50, error_messages={"required": "Choose a purpose."})
    reference = forms.CharField(
        required=False,
        max_length=200,
        label="Citation, request or case number",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class NewPasswordForm(PasswordChangeForm):
    """The present password and a new one. A wrong present password counts as a failed log-in."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request.user, *args, **kwargs)
        self.request = request
        self.label_suffix = ""

    def clean_old_password(self) -> str:
        password = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=password) is None:
            raise forms.ValidationError("This is not your present password.")
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (
            cleaned
            and cleaned.get("new_password1")
            and cleaned.get("new_password1") == cleaned.get("old_password")
        ):
            self.add_error("new_password1", "The new password is the present one; choose another.")
        return cleaned
