"""The page people land on after they have stated a purpose."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from audit.marks import ANY_ROLE, record_view
from reads import selectors
from reviews.selectors import standing


@record_view("home", permission=ANY_ROLE)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    person = request.user
    may_view = person.has_permission(Permission.VIEW_FRAMES, now)
    return render(
        request,
        "home.html",
        {
            "today": selectors.today(asks=person, now=now) if may_view else None,
            "may_patrol": person.has_permission(Permission.PATROL, now),
            "may_view_hits": person.has_permission(Permission.VIEW_HITS, now),
            "may_view_lists": person.has_permission(Permission.VIEW_LISTS, now),
            "may_view_frames": may_view,
            "may_upload": person.has_permission(Permission.UPLOAD_FRAMES, now),
            "may_search": person.has_permission(Permission.SEARCH_READS, now),
            "may_view_ledger": person.has_permission(Permission.VIEW_LEDGER, now),
            "review_lines": standing.all_lines(asks=person, now=now),
        },
    )
