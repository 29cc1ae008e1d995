"""Who may pass which door: every route, each persona, the status and what the ledger says of it.

`200s`: status 200 and one access record, shown; `r` refused; `f` failed; no letter: no access record. A route
that is not here fails the tests, so whoever adds a page says here for whom it is.

What a route names is there, but for the access record in /ledger/<uid> and the session to end.
A form is posted empty, so a persona who may post it is told 422.
"""

PERSONAS = (
    "anonymous",
    "stranger",
    "untrained",
    "lapsed",
    "officer",
    "administrator",
    "manager",
    "auditor",
    "records_officer",
    "detective",
)

# What the law asks to be posted.
POLICY = (
    "policy",
    "policy/<number>",
    "policy/<number>/text",
    "policy/figures",
    "policy/figures/<year>/<month>",
)
# The pages for anybody. Everything else wants a person who has logged in.
ANYBODY = ("", "account/login", "account/theme", "admin/login/", "health", "robots.txt", *POLICY)

ROWS = """
#                                                        anon stra untr laps offi admi mana audi reco dete
GET  /                                                    200  302  302  302  302  302  302  302  302  302
GET  /health                                              200  200  200  200  200  200  200  200  200  200
GET  /robots.txt                                          200  200  200  200  200  200  200  200  200  200
GET  /home                                                302  403r 403r 403r 200s 200s 200s 200s 200s 200s
GET  /policy                                              200  200  200  200  200  200  200  200  200  200
GET  /policy/<number>                                     200  200  200  200  200  200  200  200  200  200
GET  /policy/<number>/text                                200  200  200  200  200  200  200  200  200  200
GET  /policy/figures                                      200  200  200  200  200  200  200  200  200  200
GET  /policy/figures/<year>/<month>                       200  200  200  200  200  200  200  200  200  200
GET  /policy/acknowledge                                  302  302  302  302  302  302  302  302  302  302
POST /policy/acknowledge                                  302  302  302  302  302  302  302  302  302  302
GET  /policy/draft                                        302  403  403  403  403  200  200  403  403  403
POST /policy/draft                                        302  403  403  403  403  302  302  403  403  403
POST /policy/draft/begin                                  302  403  403  403  403  302  302  403  403  403
POST /policy/draft/discard                                302  403  403  403  403  302  302  403  403  403
GET  /policy/draft/review                                 302  403  403  403  403  403  302  403  403  403
POST /policy/draft/review                                 302  403  403  403  403  403  302  403  403  403
GET  /policy/register                                     302  403  403  403  403  403  200  403  403  403
POST /policy/register/designee                            302  403  403  403  403  403  422  403  403  403
POST /policy/register/hearing                             302  403  403  403  403  403  422  403  403  403
GET  /policy/compliance                                   302  403  403  403  403  200  200  200  403  403
GET  /account/login                                       200  302  302  302  302  302  302  302  302  302
POST /account/login                                       422  422  422  422  422  422  422  422  422  422
POST /account/logout                                      302  302  302  302  302  302  302  302  302  302
GET  /account/unlock                                      302  302  302  302  302  302  302  302  302  302
POST /account/unlock                                      302  302  302  302  302  302  302  302  302  302
GET  /account/second-factor                               302  302  302  302  302  302  302  302  302  302
POST /account/second-factor                               302  302  302  302  302  302  302  302  302  302
GET  /account/second-factor/setup                         302  200  200  200  200  200  200  200  200  200
POST /account/second-factor/setup                         302  422  422  422  422  422  422  422  422  422
GET  /account/purpose                                     302  403  200  200  200  200  200  200  200  200
POST /account/purpose                                     302  403  422  422  422  422  422  422  422  422
GET  /account/password                                    302  200  200  200  200  200  200  200  200  200
POST /account/password                                    302  422  422  422  422  422  422  422  422  422
GET  /account/my-access                                   302  200  200  200  200  200  200  200  200  200
POST /account/sessions/<uid>/end                          302  302  302  302  302  302  302  302  302  302
GET  /account/training                                    302  200  200  200  302  302  302  302  302  302
POST /account/theme                                       302  302  302  302  302  302  302  302  302  302
GET  /ledger/                                             302  403r 403r 403r 403r 403r 200s 200s 403r 403r
POST /ledger/                                             302  403r 403r 403r 403r 403r 200s 200s 403r 403r
GET  /ledger/plate                                        302  403r 403r 403r 403r 403r 200s 200s 403r 403r
POST /ledger/plate                                        302  403r 403r 403r 403r 403r 422r 422r 403r 403r
GET  /ledger/shown/<kind>/<uid>                           302  403r 403r 403r 403r 403r 200s 200s 403r 403r
GET  /ledger/changes                                      302  403r 403r 403r 403r 403r 200s 200s 403r 403r
POST /ledger/changes                                      302  403r 403r 403r 403r 403r 200s 200s 403r 403r
GET  /ledger/changes/<number>                             302  403r 403r 403r 403r 403r 404r 404r 403r 403r
GET  /ledger/changes/of/<kind>/<key>                      302  403r 403r 403r 403r 403r 200s 200s 403r 403r
GET  /ledger/person/<uid>                                 302  403r 403r 403r 403r 403r 200s 200s 403r 403r
POST /ledger/copy/accesses                                302  403r 403r 403r 403r 403r 422r 422r 403r 403r
POST /ledger/copy/plate                                   302  403r 403r 403r 403r 403r 422r 422r 403r 403r
POST /ledger/copy/shown/<kind>/<uid>                      302  403r 403r 403r 403r 403r 422r 422r 403r 403r
POST /ledger/copy/person/<uid>                            302  403r 403r 403r 403r 403r 422r 422r 403r 403r
POST /ledger/copy/whole                                   302  403r 403r 403r 403r 403r 200s 200s 403r 403r
GET  /ledger/seals                                        302  403  403  403  403  403  200  200  403  403
POST /ledger/seals/verify                                 302  403  403  403  403  403  302  302  403  403
GET  /ledger/<uid>                                        302  403r 403r 403r 403r 403r 404r 404r 403r 403r
GET  /reviews/                                            302  403r 403r 403r 403r 403r 200s 200s 403r 403r
POST /reviews/special                                     302  403r 403r 403r 403r 403r 422r 403r 403r 403r
GET  /reviews/findings                                    302  403r 403r 403r 403r 403r 200s 200s 403r 403r
GET  /reviews/findings/<uid>                              302  403r 403r 403r 403r 403r 200s 200s 403r 403r
POST /reviews/findings/<uid>/resolve                      302  403r 403r 403r 403r 403r 422r 422r 403r 403r
POST /reviews/findings/<uid>/close                        302  403r 403r 403r 403r 403r 422r 422r 403r 403r
GET  /reviews/items/<uid>                                 302  403r 403r 403r 403r 403r 200s 200s 403r 403r
POST /reviews/items/<uid>                                 302  403r 403r 403r 403r 403r 422r 422r 403r 403r
POST /reviews/items/<uid>/finding                         302  403r 403r 403r 403r 403r 422r 422r 403r 403r
GET  /reviews/logs/<uid>                                  302  403r 403r 403r 403r 403r 200s 200s 403r 403r
POST /reviews/logs/<uid>                                  302  403r 403r 403r 403r 403r 422r 422r 403r 403r
GET  /reviews/plan                                        302  403  403  403  403  403  200  403  403  403
POST /reviews/plan                                        302  403  403  403  403  403  422  403  403  403
GET  /reviews/hours                                       302  403  403  403  403  403  200  403  403  403
POST /reviews/hours                                       302  403  403  403  403  403  422  403  403  403
POST /reviews/hours/<pk>/end                              302  403  403  403  403  403  302  403  403  403
GET  /reviews/staff-plates                                302  403  403  403  403  403  200  403  403  403
POST /reviews/staff-plates                                302  403  403  403  403  403  422  403  403  403
POST /reviews/staff-plates/<uid>/end                      302  403  403  403  403  403  302  403  403  403
GET  /reviews/<uid>                                       302  403r 403r 403r 403r 403r 200s 200s 403r 403r
GET  /reviews/<uid>/next                                  302  403r 403r 403r 403r 403r 302s 302s 403r 403r
POST /reviews/<uid>/share-out                             302  403r 403r 403r 403r 403r 302s 403r 403r 403r
POST /reviews/<uid>/submit                                302  403r 403r 403r 403r 403r 422r 422r 403r 403r
POST /reviews/<uid>/approve                               302  403r 403r 403r 403r 403r 422r 422r 403r 403r
GET  /frames/                                             302  403r 403r 403r 200s 200s 200s 403r 200s 200s
GET  /frames/upload                                       302  403r 403r 403r 200s 200s 200s 403r 403r 403r
POST /frames/upload                                       302  403r 403r 403r 422r 422r 422r 403r 403r 403r
GET  /frames/upload/progress                              302  403r 403r 403r 200s 200s 200s 403r 403r 403r
GET  /frames/<uid>                                        302  403r 403r 403r 200s 200s 200s 403r 200s 200s
POST /frames/<uid>/retry                                  302  403r 403r 403r 302s 302s 302s 403r 403r 403r
GET  /frames/<uid>/image.jpg                              302  403r 403r 403r 200s 200s 200s 403r 200s 200s
GET  /frames/<uid>/thumbnail.jpg                          302  403r 403r 403r 200s 200s 200s 403r 200s 200s
GET  /reads/                                              302  403r 403r 403r 200s 200s 200s 403r 200s 200s
POST /reads/                                              302  403r 403r 403r 422r 422r 422r 403r 422r 422r
GET  /reads/<uid>                                         302  403r 403r 403r 200s 200s 200s 403r 200s 200s
GET  /reads/<uid>/crop.jpg                                302  403r 403r 403r 200s 200s 200s 403r 200s 200s
POST /reads/<uid>/correct                                 302  403r 403r 403r 422r 403r 422r 403r 403r 403r
POST /reads/<uid>/corrections/<pk>/undo                   302  403r 403r 403r 302s 403r 302s 403r 403r 403r
GET  /hits/                                                302  403r 403r 403r 200s 200s 200s 403r 403r 403r
GET  /hits/accuracy                                        302  403r 403r 403r 403r 200s 200s 200s 403r 403r
GET  /hits/past                                          302  403r 403r 403r 403r 403r 200s 403r 403r 403r
POST /hits/past                                          302  403r 403r 403r 403r 403r 422r 403r 403r 403r
GET  /hits/<uid>                                           302  403r 403r 403r 200s 200s 200s 403r 403r 403r
POST /hits/<uid>/confirm                                   302  403r 403r 403r 422r 403r 422r 403r 403r 403r
POST /hits/<uid>/reject                                    302  403r 403r 403r 422r 403r 422r 403r 403r 403r
POST /hits/<uid>/check                                     302  403r 403r 403r 422r 403r 422r 403r 403r 403r
POST /hits/<uid>/rights                                    302  403r 403r 403r 409r 403r 409r 403r 403r 403r
POST /hits/<uid>/act                                       302  403r 403r 403r 422r 403r 422r 403r 403r 403r
POST /hits/<uid>/release                                   302  403r 403r 403r 422r 403r 422r 403r 403r 403r
POST /hits/<uid>/note                                      302  403r 403r 403r 422r 403r 422r 403r 403r 403r
POST /hits/<uid>/hand-over                                 302  403r 403r 403r 422r 403r 422r 403r 403r 403r
GET  /api/v1/hits                                          401  403r 403r 403r 200s 200s 200s 403r 403r 403r
GET  /api/v1/hits/<uid>                                    401  403r 403r 403r 200s 200s 200s 403r 403r 403r
POST /api/v1/hits/<uid>/confirm                            401  403r 403r 403r 422r 403r 422r 403r 403r 403r
POST /api/v1/hits/<uid>/reject                             401  403r 403r 403r 422r 403r 422r 403r 403r 403r
POST /api/v1/hits/<uid>/checks                             401  403r 403r 403r 422r 403r 422r 403r 403r 403r
POST /api/v1/hits/<uid>/actions                            401  403r 403r 403r 422r 403r 422r 403r 403r 403r
POST /api/v1/hits/<uid>/release                            401  403r 403r 403r 422r 403r 422r 403r 403r 403r
GET  /zones/                                             302  200  200  200  200  200  200  200  200  200
GET  /zones/shapes.json                                  302  200  200  200  200  200  200  200  200  200
GET  /zones/new                                          302  403  403  403  403  200  200  403  403  403
POST /zones/new                                          302  403  403  403  403  422  422  403  403  403
GET  /zones/import                                       302  403  403  403  403  200  200  403  403  403
POST /zones/import                                       302  403  403  403  403  422  422  403  403  403
GET  /zones/holidays                                     302  403  403  403  403  200  200  403  403  403
POST /zones/holidays                                     302  403  403  403  403  422  422  403  403  403
POST /zones/holidays/<pk>/remove                         302  403  403  403  403  302  302  403  403  403
GET  /zones/<code>                                       302  200  200  200  200  200  200  200  200  200
GET  /zones/<code>/change                                302  403  403  403  403  200  200  403  403  403
POST /zones/<code>/change                                302  403  403  403  403  422  422  403  403  403
GET  /zones/<code>/rules/new                             302  403  403  403  403  200  200  403  403  403
POST /zones/<code>/rules/new                             302  403  403  403  403  422  422  403  403  403
POST /zones/<code>/rules/<pk>/end                        302  403  403  403  403  422  422  403  403  403
GET  /chalk/                                             302  403r 403r 403r 200s 403r 200s 403r 403r 403r
GET  /chalk/session                                      302  403r 403r 403r 200s 403r 200s 403r 403r 403r
POST /chalk/begin                                        302  403r 403r 403r 422r 403r 422r 403r 403r 403r
POST /chalk/end                                          302  403r 403r 403r 302s 403r 302s 403r 403r 403r
POST /chalk/zone                                         302  403r 403r 403r 422r 403r 422r 403r 403r 403r
GET  /due-soon                                           302  403r 403r 403r 200s 403r 200s 403r 403r 403r
GET  /due-soon/list                                      302  403r 403r 403r 200s 403r 200s 403r 403r 403r
GET  /exemptions/                                        302  403r 403r 403r 200s 403r 200s 403r 403r 403r
GET  /exemptions/add                                     302  403r 403r 403r 200s 403r 200s 403r 403r 403r
POST /exemptions/add                                     302  403r 403r 403r 422r 403r 422r 403r 403r 403r
POST /exemptions/<uid>/end                               302  403r 403r 403r 302s 403r 302s 403r 403r 403r
GET  /patrol/                                             302  403r 403r 403r 200s 403r 200s 403r 403r 403r
POST /patrol/vehicle                                      302  403r 403r 403r 302s 403r 302s 403r 403r 403r
GET  /patrol/reel                                         302  403r 403r 403r 200s 403r 200s 403r 403r 403r
GET  /patrol/lists                                        302  403r 403r 403r 200s 403r 200s 403r 403r 403r
GET  /patrol/cards                                        302  403r 403r 403r 200s 403r 200s 403r 403r 403r
GET  /patrol/live                                         302  403r 403r 403r 204s 403r 204s 403r 403r 403r
GET  /patrol/reads/<uid>/crop.jpg                         302  403r 403r 403r 200s 200s 200s 403r 200s 200s
GET  /capture                                             302  403r 403r 403r 200s 200s 200s 403r 403r 403r
POST /capture                                             302  403r 403r 403r 422r 422r 422r 403r 403r 403r
GET  /capture/<uid>                                       302  403r 403r 403r 200s 200s 200s 403r 403r 403r
GET  /shift                                               302  403r 403r 403r 200s 403r 200s 403r 403r 403r
GET  /lists/                                              302  403r 403r 403r 200s 200s 200s 403r 403r 403r
GET  /lists/add                                           302  403r 403r 403r 403r 200s 200s 403r 403r 403r
POST /lists/add                                           302  403r 403r 403r 403r 422r 422r 403r 403r 403r
GET  /lists/entries/add                                   302  403r 403r 403r 200s 200s 200s 403r 403r 403r
POST /lists/entries/add                                   302  403r 403r 403r 422r 422r 422r 403r 403r 403r
GET  /lists/<code>                                        302  403r 403r 403r 200s 200s 200s 403r 403r 403r
POST /lists/<code>                                        302  403r 403r 403r 200s 200s 200s 403r 403r 403r
GET  /lists/<code>/change                                 302  403r 403r 403r 403r 200s 200s 403r 403r 403r
POST /lists/<code>/change                                 302  403r 403r 403r 403r 422r 422r 403r 403r 403r
POST /lists/<code>/confirm                                302  403r 403r 403r 302s 302s 302s 403r 403r 403r
GET  /lists/<code>/import                                 302  403r 403r 403r 403r 200s 200s 403r 403r 403r
POST /lists/<code>/import                                 302  403r 403r 403r 403r 422r 422r 403r 403r 403r
POST /lists/<code>/entries/<uid>/remove                   302  403r 403r 403r 422r 422r 422r 403r 403r 403r
GET  /imports/<uid>                                       302  403r 403r 403r 403r 200s 200s 403r 403r 403r
GET  /imports/<uid>/progress                              302  403  403  403  403  200  200  403  403  403
GET  /imports/<uid>/rows.csv                              302  403r 403r 403r 403r 200s 200s 403r 403r 403r
POST /imports/<uid>/apply                                 302  403r 403r 403r 403r 302s 302s 403r 403r 403r
POST /imports/<uid>/discard                               302  403r 403r 403r 403r 302s 302s 403r 403r 403r
POST /imports/<uid>/again                                 302  403r 403r 403r 403r 302s 302s 403r 403r 403r
POST /api/v1/frames                                       401  403r 403r 403r 415r 415r 415r 403r 403r 403r
GET  /api/v1/frames/<uid>                                 401  403r 403r 403r 200s 200s 200s 403r 200s 200s
POST /api/v1/reads                                        401  403r 403r 403r 415r 415r 415r 403r 403r 403r
POST /api/v1/reads/search                                 401  403r 403r 403r 422r 422r 422r 403r 422r 422r
GET  /api/v1/reads/<uid>                                  401  403r 403r 403r 200s 200s 200s 403r 200s 200s
GET  /api/v1/lists                                        401  403r 403r 403r 200s 200s 200s 403r 403r 403r
POST /api/v1/lists/<code>/imports                         401  403r 403r 403r 403r 415r 415r 403r 403r 403r
GET  /api/v1/imports/<uid>                                401  403r 403r 403r 403r 200s 200s 403r 403r 403r
GET  /admin/search/                                       302  403  403  403  403  200  200  403  403  403
GET  /admin/                                              302  403  403  403  403  200  200  403  403  403
GET  /admin/login/                                        302  302  302  302  302  302  302  302  302  302
POST /admin/logout/                                       302  403  403  403  403  302  302  403  403  403
GET  /admin/password_change/                              302  403  403  403  403  302  302  403  403  403
GET  /admin/password_change/done/                         302  403  403  403  403  302  302  403  403  403
GET  /admin/autocomplete/                                 302  403  403  403  403  403  403  403  403  403
GET  /admin/jsi18n/                                       302  403  403  403  403  200  200  403  403  403
GET  /admin/accounts/designation/                         302  403  403  403  403  200  200  403  403  403
GET  /admin/accounts/designation/add/                     302  403  403  403  403  200  200  403  403  403
GET  /admin/accounts/designation/<object_id>/history/     302  403  403  403  403  302  302  403  403  403
GET  /admin/accounts/designation/<object_id>/delete/      302  403  403  403  403  403  403  403  403  403
GET  /admin/accounts/designation/<object_id>/change/      302  403  403  403  403  200  200  403  403  403
GET  /admin/accounts/designation/<object_id>/             302  403  403  403  403  302  302  403  403  403
GET  /admin/accounts/organisation/                        302  403  403  403  403  200  200  403  403  403
GET  /admin/accounts/organisation/add/                    302  403  403  403  403  200  200  403  403  403
GET  /admin/accounts/organisation/<object_id>/history/    302  403  403  403  403  302  302  403  403  403
GET  /admin/accounts/organisation/<object_id>/delete/     302  403  403  403  403  403  403  403  403  403
GET  /admin/accounts/organisation/<object_id>/change/     302  403  403  403  403  200  200  403  403  403
GET  /admin/accounts/organisation/<object_id>/            302  403  403  403  403  302  302  403  403  403
GET  /admin/accounts/user/                                302  403  403  403  403  200  200  403  403  403
GET  /admin/accounts/user/add/                            302  403  403  403  403  200  200  403  403  403
GET  /admin/accounts/user/<object_id>/history/            302  403  403  403  403  302  302  403  403  403
GET  /admin/accounts/user/<object_id>/delete/             302  403  403  403  403  403  403  403  403  403
GET  /admin/accounts/user/<object_id>/change/             302  403  403  403  403  200  200  403  403  403
GET  /admin/accounts/user/<object_id>/                    302  403  403  403  403  302  302  403  403  403
GET  /admin/accounts/rolegrant/                           302  403  403  403  403  200  200  403  403  403
GET  /admin/accounts/rolegrant/add/                       302  403  403  403  403  403  200  403  403  403
GET  /admin/accounts/rolegrant/<object_id>/history/       302  403  403  403  403  302  302  403  403  403
GET  /admin/accounts/rolegrant/<object_id>/delete/        302  403  403  403  403  403  403  403  403  403
GET  /admin/accounts/rolegrant/<object_id>/change/        302  403  403  403  403  200  200  403  403  403
GET  /admin/accounts/rolegrant/<object_id>/               302  403  403  403  403  302  302  403  403  403
GET  /admin/accounts/trainingrecord/                      302  403  403  403  403  200  200  403  403  403
GET  /admin/accounts/trainingrecord/add/                  302  403  403  403  403  200  200  403  403  403
GET  /admin/accounts/trainingrecord/<object_id>/history/  302  403  403  403  403  302  302  403  403  403
GET  /admin/accounts/trainingrecord/<object_id>/delete/   302  403  403  403  403  403  403  403  403  403
GET  /admin/accounts/trainingrecord/<object_id>/change/   302  403  403  403  403  200  200  403  403  403
GET  /admin/accounts/trainingrecord/<object_id>/          302  403  403  403  403  302  302  403  403  403
GET  /admin/reads/camera/                                 302  403  403  403  403  200  200  403  403  403
GET  /admin/reads/camera/add/                             302  403  403  403  403  200  200  403  403  403
GET  /admin/reads/camera/<object_id>/history/             302  403  403  403  403  302  302  403  403  403
GET  /admin/reads/camera/<object_id>/delete/              302  403  403  403  403  403  403  403  403  403
GET  /admin/reads/camera/<object_id>/change/              302  403  403  403  403  200  200  403  403  403
GET  /admin/reads/camera/<object_id>/                     302  403  403  403  403  302  302  403  403  403
GET  /admin/enforcement/hotlist/                          302  403  403  403  403  200  200  403  403  403
GET  /admin/enforcement/hotlist/add/                      302  403  403  403  403  200  200  403  403  403
GET  /admin/enforcement/hotlist/<object_id>/history/      302  403  403  403  403  302  302  403  403  403
GET  /admin/enforcement/hotlist/<object_id>/delete/       302  403  403  403  403  403  403  403  403  403
GET  /admin/enforcement/hotlist/<object_id>/change/       302  403  403  403  403  200  200  403  403  403
GET  /admin/enforcement/hotlist/<object_id>/              302  403  403  403  403  302  302  403  403  403
GET  /admin/<app_label>/                                  302  403  403  403  403  200  200  403  403  403
GET  /admin/<url>                                         302  403  403  403  403  404  404  403  403  403
"""


def parsed(rows: str) -> dict[tuple[str, str], dict[str, str]]:
    """(method, route) → what answers each persona. Routes have no spaces."""
    table: dict[tuple[str, str], dict[str, str]] = {}
    for line in rows.splitlines():
        if line and not line.startswith("#"):
            method, route, *answers = line.split()
            assert (method, route[1:]) not in table, f"{line} is there twice"
            table[method, route[1:]] = dict(zip(PERSONAS, answers, strict=True))
    return table


TABLE = parsed(ROWS)

# The right each record view asks for, by its name in the ledger. The landing page shows what one may see.
RIGHTS = {
    "home": "",
    "audit.records": "view_ledger",
    "audit.plate": "view_ledger",
    "audit.shown": "view_ledger",
    "audit.record": "view_ledger",
    "reviews.reviews": "review_access",
    "reviews.open_special": "manage_review_plan",
    "reviews.review": "review_access",
    "reviews.next": "review_access",
    "reviews.share_out": "manage_review_plan",
    "reviews.submit": "review_access",
    "reviews.approve": "approve_reviews",
    "reviews.item": "review_access",
    "reviews.make_finding": "review_access",
    "reviews.findings": "review_access",
    "reviews.finding": "review_access",
    "reviews.resolve_finding": "review_access",
    "reviews.close_finding": "approve_reviews",
    "reviews.log_review": "review_access",
    "audit.person": "view_ledger",
    "audit.copy_accesses": "view_ledger",
    "audit.copy_plate": "view_ledger",
    "audit.copy_shown": "view_ledger",
    "audit.copy_person": "view_ledger",
    "audit.copy_whole": "view_ledger",
    "audit.changes": "view_ledger",
    "audit.change": "view_ledger",
    "audit.changes_of": "view_ledger",
    "reads.frames": "view_frames",
    "reads.upload": "upload_frames",
    "reads.upload_progress": "upload_frames",
    "reads.frame": "view_frames",
    "reads.frame_retry": "retry_frames",
    "reads.frame_image": "view_frames",
    "reads.frame_thumbnail": "view_frames",
    "reads.search": "search_reads",
    "reads.read": "view_reads",
    "reads.crop": "view_reads",
    "reads.correct": "correct_reads",
    "reads.undo_correction": "correct_reads",
    "hits.hits": "view_hits",
    "hits.hit": "view_hits",
    "hits.past": "match_past",
    "hits.accuracy": "view_accuracy",
    "hits.confirm": "decide_hits",
    "hits.reject": "decide_hits",
    "hits.check": "decide_hits",
    "hits.rights": "decide_hits",
    "hits.act": "act_on_hits",
    "hits.release": "act_on_hits",
    "hits.note": "decide_hits",
    "hits.hand_over": "decide_hits",
    "api.hits": "view_hits",
    "api.hit": "view_hits",
    "api.hit_confirm": "decide_hits",
    "api.hit_reject": "decide_hits",
    "api.hit_checks": "decide_hits",
    "api.hit_actions": "act_on_hits",
    "api.hit_release": "act_on_hits",
    "enforcement.chalk": "patrol",
    "enforcement.chalk_session": "patrol",
    "enforcement.chalk_begin": "patrol",
    "enforcement.chalk_end": "patrol",
    "enforcement.chalk_zone": "patrol",
    "enforcement.due_soon": "patrol",
    "enforcement.due_list": "patrol",
    "enforcement.exemptions": "exempt_vehicles",
    "enforcement.exemption_add": "exempt_vehicles",
    "enforcement.exemption_end": "exempt_vehicles",
    "api.frames": "upload_frames",
    "api.frame": "view_frames",
    "api.search": "search_reads",
    "patrol.screen": "patrol",
    "patrol.vehicle": "patrol",
    "patrol.reel": "patrol",
    "patrol.cards": "patrol",
    "patrol.lists": "patrol",
    "patrol.live": "patrol",
    "patrol.crop": "view_reads",
    "patrol.capture": "upload_frames",
    "patrol.captured": "upload_frames",
    "patrol.shift": "patrol",
    "api.ready_reads": "upload_frames",
    "api.read": "view_reads",
    "enforcement.lists": "view_lists",
    "enforcement.list": "view_lists",
    "enforcement.list_add": "manage_lists",
    "enforcement.list_change": "manage_lists",
    "enforcement.list_confirm": "view_lists",
    "enforcement.entry_add": "view_lists",
    "enforcement.entry_remove": "view_lists",
    "enforcement.import_file": "manage_lists",
    "enforcement.import": "manage_lists",
    "enforcement.import_rows": "manage_lists",
    "enforcement.import_apply": "manage_lists",
    "enforcement.import_discard": "manage_lists",
    "enforcement.import_again": "manage_lists",
    "api.lists": "view_lists",
    "api.list_imports": "manage_lists",
    "api.import": "manage_lists",
}

# Beside the ledger's own pages, these read it too.
READS_THE_LEDGER = {
    "reviews.item",
    "reviews.log_review",
    "reviews.make_finding",
    "reviews.open_special",
}

# Record views that open without a stated purpose.
WITHOUT_PURPOSE: frozenset[str] = frozenset()
# Questions that pages ask by themselves: no sign that the person is still there.
BACKGROUND = frozenset(
    {
        "reads.upload_progress",
        "reads.frame_thumbnail",
        "enforcement.chalk_session",
        "enforcement.due_list",
        "patrol.cards",
        "patrol.lists",
        "patrol.crop",
        "patrol.live",
        "patrol.reel",
    }
)
