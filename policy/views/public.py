"""What anybody may read: the front page, the policy with its older versions, and the figures."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.marks import public
from policy.models import PolicyVersion
from policy.presentation import live_lists, shown_sections
from policy.selectors import figures as figures_
from policy.selectors import register, versions


@public("front")
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """For strangers what this is and where its rules are; whoever has logged in goes on."""
    if request.user.is_authenticated:
        return redirect("home")
    now = timezone.now()
    months = figures_.months()
    context = {
        "version": versions.in_force(now),
        "designee": register.designee_now(now),
        "month": months[0] if months else None,
    }
    return render(request, "policy/front.html", context)


@public("policy.current")
@require_safe
def current(request: HttpRequest) -> HttpResponse:
    version = versions.in_force(timezone.now())
    if version is None:
        return render(request, "policy/none.html")
    return version_page(request, version)


@public("policy.version")
@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """Any posted version. One that is not in force shows its lists as they were when it was approved."""
    return version_page(request, posted_or_404(number))


@public("policy.text")
@require_safe
def text(request: HttpRequest, number: int) -> HttpResponse:
    """The canonical text, byte for byte: its SHA-256 is the one on the page."""
    found = posted_or_404(number)
    answer = HttpResponse(found.text, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f'inline; filename="alpr-policy-{found.number}.txt"'
    return answer


@public("policy.figures")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The newest published month."""
    months = figures_.months()
    return month_page(request, months[0] if months else None, months)


@public("policy.figures_of")
@require_safe
def figures_of(request: HttpRequest, year: int, month: int) -> HttpResponse:
    months = figures_.months()
    wanted = next((one for one in months if (one.year, one.month) == (year, month)), None)
    if wanted is None:
        raise Http404("That month is not published.")
    return month_page(request, wanted, months)


def month_page(request: HttpRequest, month: date | None, months: list[date]) -> HttpResponse:
    found = figures_.figures_of(month) if month else None
    return render(request, "policy/figures.html", {"figures": found, "months": months})


def posted_or_404(number: int) -> PolicyVersion:
    # A number that no column can hold is the number of no version.
    found = versions.posted_version(number) if number < 2**31 else None
    if found is None:
        raise Http404("There is no such version.")
    return found


def version_page(request: HttpRequest, shown: PolicyVersion) -> HttpResponse:
    now = timezone.now()
    in_force = versions.in_force(now)
    is_current = in_force is not None and in_force.pk == shown.pk
    context = {
        "version": shown,
        "sections": shown_sections(shown),
        "is_current": is_current,
        "is_to_come": shown.effective_on > timezone.localdate(now),
        "in_force": in_force,
        "live": live_lists(now) if is_current else None,
        "versions": versions.posted(),
        "now": now,
    }
    return render(request, "policy/version.html", context)
