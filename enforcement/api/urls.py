from django.urls import path

from enforcement.api import hits, lists

app_name = "enforcement_api"

urlpatterns = [
    path("hits", hits.Hits.as_view(), name="hits"),
    path("hits/<uuid:uid>", hits.OneHit.as_view(), name="hit"),
    path("hits/<uuid:uid>/confirm", hits.Confirm.as_view(), name="hit-confirm"),
    path("hits/<uuid:uid>/reject", hits.Reject.as_view(), name="hit-reject"),
    path("hits/<uuid:uid>/checks", hits.Checks.as_view(), name="hit-checks"),
    path("hits/<uuid:uid>/actions", hits.Actions.as_view(), name="hit-actions"),
    path("hits/<uuid:uid>/release", hits.Release.as_view(), name="hit-release"),
    path("lists", lists.Lists.as_view(), name="lists"),
    path("lists/<slug:code>/imports", lists.Imports.as_view(), name="list-imports"),
    path("imports/<uuid:uid>", lists.OneImport.as_view(), name="import"),
]
