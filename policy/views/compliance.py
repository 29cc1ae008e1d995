"""What the manual and the law ask for, and what of it is met now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from audit.marks import page
from policy.selectors.compliance import compliance as lines_now


@page("policy.compliance", permission=Permission.VIEW_COMPLIANCE)
@require_safe
def compliance(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    lines = lines_now(now)
    context = {
        "lines": lines,
        "met": sum(line.met for line in lines),
        "open": sum(not line.met for line in lines),
        "now": now,
        "may_mend": request.user.has_permission(Permission.APPROVE_POLICY, now),
    }
    return render(request, "policy/compliance.html", context)
