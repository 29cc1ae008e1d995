from django.urls import path

from enforcement.views import hit_steps, hits

app_name = "enforcement"

urlpatterns = [
    path("hits/", hits.hits, name="hits"),
    path("hits/accuracy", hits.accuracy, name="hits-accuracy"),
    path("hits/<uuid:uid>", hits.hit, name="hit"),
    path("hits/<uuid:uid>/confirm", hit_steps.confirm, name="hit-confirm"),
    path("hits/<uuid:uid>/reject", hit_steps.reject, name="hit-reject"),
    path("hits/<uuid:uid>/check", hit_steps.check, name="hit-check"),
    path("hits/<uuid:uid>/rights", hit_steps.rights, name="hit-rights"),
    path("hits/<uuid:uid>/act", hit_steps.act, name="hit-act"),
    path("hits/<uuid:uid>/release", hit_steps.release, name="hit-release"),
    path("hits/<uuid:uid>/note", hit_steps.note, name="hit-note"),
    path("hits/<uuid:uid>/hand-over", hit_steps.hand_over, name="hit-hand-over"),
]
