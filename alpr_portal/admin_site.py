"""The administration pages: one site, one mark, one way in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.http import urlencode
from unfold.sites import UnfoldAdminSite

from accounts.permissions import Permission
from accounts.views import log_in
from audit.marks import page, public


class PortalAdminSite(UnfoldAdminSite):
    """Configuration only: people, roles, training, cameras. It shows no ALPR data, and the database would
    refuse it any.
    """

    site_title = "ALPR Portal"
    site_header = "ALPR Portal"
    index_title = "Administration"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.has_perm("admin"))

    def admin_view(
        self, view: Callable[..., HttpResponse], cacheable: bool = False
    ) -> Callable[..., HttpResponse]:
        """Every page of this site bears its mark, those that a library adds to it too."""
        held = super().admin_view(view, cacheable)
        held.admin_site = self  # type: ignore[attr-defined]
        return held

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without the way that leads to any row of any table by its number: no page here needs it."""
        return [entry for entry in super().get_urls() if getattr(entry, "name", "") != "view_on_site"]

    @public("admin.login")
    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """No second door: people log in where everybody does."""
        return redirect(f"{reverse('accounts:login')}?{urlencode({'next': reverse('admin:index')})}")

    def logout(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        return log_in.log_out(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        return redirect("accounts:password-change")

    def password_change_done(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        return redirect("accounts:my-access")


site = page("admin", permission=Permission.USE_ADMIN)(PortalAdminSite(name="admin"))
