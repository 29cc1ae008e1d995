"""The next version: begun, written, read by a second person, approved or thrown away."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission
from audit.marks import page
from policy.actions import versions as actions
from policy.changes import changed_sections
from policy.forms.draft import ApprovalForm, DraftForm
from policy.models import PolicyVersion
from policy.presentation import shown_sections
from policy.sections import missing
from policy.selectors import versions


@page("policy.draft", permission=Permission.DRAFT_POLICY)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """The draft under way as a form; without one, the button that begins it."""
    found = versions.draft(asks=request.user)
    if found is None:
        if request.method == "POST":
            messages.error(request, actions.GONE)
            return redirect("policy:draft")
        return render(request, "policy/no_draft.html", {"in_force": versions.in_force(timezone.now())})
    status = HTTPStatus.OK
    if request.method == "POST":
        form = DraftForm(request.POST)
        if form.is_valid() and saved(request, form):
            messages.success(request, "The draft is saved.")
            return redirect("policy:draft")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    else:
        form = DraftForm(
            initial={
                **found.sections,
                "summary": found.summary,
                "effective_on": found.effective_on,
                "seen": actions.digest_of(found),
            }
        )
    context = {"form": form, "draft": found, "authors": versions.authors_of(found).values()}
    return render(request, "policy/draft.html", context, status=status)


def saved(request: HttpRequest, form: DraftForm) -> bool:
    try:
        actions.change(
            sections=form.texts,
            summary=form.cleaned_data["summary"],
            effective_on=form.cleaned_data["effective_on"],
            seen=form.cleaned_data["seen"],
            by=request.user,
            now=timezone.now(),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@page("policy.draft_begin", permission=Permission.DRAFT_POLICY)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    try:
        actions.draft(by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("policy:draft")


@page("policy.draft_discard", permission=Permission.DRAFT_POLICY)
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    try:
        actions.discard(by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, "The draft is discarded.")
    return redirect("policy:draft")


@page("policy.draft_review", permission=Permission.APPROVE_POLICY)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """The draft as it would be posted, what it changes, and the approval."""
    found = versions.draft(asks=request.user)
    if found is None:
        return redirect("policy:draft")
    form = ApprovalForm(initial={"seen": actions.digest_of(found)})
    status = HTTPStatus.OK
    if request.method == "POST":
        form = ApprovalForm(request.POST)
        if form.is_valid() and (posted := approved(request, form)):
            messages.success(request, f"Version {posted.number} is posted.")
            return redirect("policy:version", number=posted.number)
        form.data = {**form.data.dict(), "seen": actions.digest_of(found), "read_it": ""}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    before = versions.posted()[:1]
    newest = versions.posted_version(before[0].number) if before else None
    authors = versions.authors_of(found)
    context = {
        "form": form,
        "draft": found,
        "authors": authors.values(),
        "is_author": request.user.pk in authors,
        "missing": missing(found.sections),
        "newest": newest,
        "changes": changed_sections(newest.sections, found.sections) if newest else [],
        "sections": shown_sections(found),
    }
    return render(request, "policy/review.html", context, status=status)


def approved(request: HttpRequest, form: ApprovalForm) -> PolicyVersion | None:
    try:
        return actions.approve(seen=form.cleaned_data["seen"], by=request.user, now=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return None
