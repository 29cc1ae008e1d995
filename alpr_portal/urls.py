"""Every route of the portal. Each view bears a mark (audit.marks); one without answers 403."""

from django.urls import include, path

from alpr_portal import views
from alpr_portal.admin_site import site
from policy.views.public import front
from reads.views.home import home

urlpatterns = [
    path("", front, name="front"),
    path("health", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("home", home, name="home"),
    path("account/", include("accounts.urls")),
    path("ledger/", include("audit.urls")),
    path("reviews/", include("reviews.urls")),
    path("", include("policy.urls")),
    path("", include("reads.urls")),
    path("", include("enforcement.urls")),
    path("api/v1/", include("reads.api.urls")),
    path("api/v1/", include("enforcement.api.urls")),
    path("admin/", site.urls),
]

handler400 = "alpr_portal.views.bad_request"
handler403 = "alpr_portal.views.not_allowed"
handler404 = "alpr_portal.views.not_there"
handler500 = "alpr_portal.views.failed"
