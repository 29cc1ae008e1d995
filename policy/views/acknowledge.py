"""Reading what is new and acknowledging it, before the next record."""

from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.actions import acknowledgements
from accounts.next_page import asked_for
from audit.marks import page
from policy.changes import changed_sections
from policy.forms.draft import AcknowledgementForm
from policy.models import PolicyVersion
from policy.presentation import shown_sections
from policy.selectors import versions


@page("policy.acknowledge")
@require_http_methods(["GET", "HEAD", "POST"])
def acknowledge(request: HttpRequest) -> HttpResponse:
    """What changed since the version this person acknowledged last, and the box to tick."""
    target = asked_for(request)
    version = versions.in_force(timezone.now())
    if version is None or versions.acknowledged_at(asks=request.user, version=version):
        return redirect(target or "policy:current")
    form = AcknowledgementForm(request.POST or None, initial={"sha256": version.sha256, "next": target})
    status = HTTPStatus.OK
    if request.method == "POST":
        form = AcknowledgementForm(request.POST)
        if form.is_valid() and acknowledged(request, version, form):
            return redirect(target or settings.LOGIN_REDIRECT_URL)
        # The text below is the one in force, whatever was shown before.
        form.data = {**form.data.dict(), "sha256": version.sha256}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    known = versions.last_acknowledged(asks=request.user)
    context = {
        "form": form,
        "version": version,
        "known": known,
        "changes": changed_sections(known.sections, version.sections) if known else [],
        "sections": [] if known else shown_sections(version),
    }
    return render(request, "policy/acknowledge.html", context, status=status)


def acknowledged(request: HttpRequest, version: PolicyVersion, form: AcknowledgementForm) -> bool:
    try:
        acknowledgements.acknowledge(
            number=version.number,
            sha256=form.cleaned_data["sha256"],
            by=request.user,
            now=timezone.now(),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
