from django.urls import path

from enforcement.views import chalk, due, exemptions, hit_steps, hits, holidays, zone_rules, zones

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
    path("zones/", zones.zones, name="zones"),
    path("zones/shapes.json", zones.shapes, name="zone-shapes"),
    path("zones/new", zones.new, name="zone-new"),
    path("zones/import", zones.import_zones, name="zone-import"),
    path("zones/holidays", holidays.holidays, name="holidays"),
    path("zones/holidays/<int:pk>/remove", holidays.remove, name="holiday-remove"),
    path("zones/<slug:code>", zones.zone, name="zone"),
    path("zones/<slug:code>/change", zones.change, name="zone-change"),
    path("zones/<slug:code>/rules/new", zone_rules.new, name="zone-rule-new"),
    path("zones/<slug:code>/rules/<int:pk>/end", zone_rules.end, name="zone-rule-end"),
    path("chalk/", chalk.overview, name="chalk"),
    path("chalk/session", chalk.session, name="chalk-session"),
    path("chalk/begin", chalk.begin, name="chalk-begin"),
    path("chalk/end", chalk.end, name="chalk-end"),
    path("chalk/zone", chalk.choose_zone, name="chalk-zone"),
    path("due-soon", due.due, name="due-soon"),
    path("due-soon/list", due.due_list, name="due-list"),
    path("exemptions/", exemptions.exemptions, name="exemptions"),
    path("exemptions/add", exemptions.add, name="exemption-add"),
    path("exemptions/<uuid:uid>/end", exemptions.end, name="exemption-end"),
]
