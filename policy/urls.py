"""Routes of the posted policy. The first five are for anybody."""

from django.urls import path

from policy.views import acknowledge, compliance, draft, public, register

app_name = "policy"

urlpatterns = [
    path("policy", public.current, name="current"),
    path("policy/<int:number>", public.version, name="version"),
    path("policy/<int:number>/text", public.text, name="text"),
    path("policy/figures", public.figures, name="figures"),
    path("policy/figures/<int:year>/<int:month>", public.figures_of, name="figures-of"),
    path("policy/acknowledge", acknowledge.acknowledge, name="acknowledge"),
    path("policy/draft", draft.draft, name="draft"),
    path("policy/draft/begin", draft.begin, name="draft-begin"),
    path("policy/draft/discard", draft.discard, name="draft-discard"),
    path("policy/draft/review", draft.review, name="draft-review"),
    path("policy/register", register.register, name="register"),
    path("policy/register/designee", register.appoint, name="appoint"),
    path("policy/register/hearing", register.hearing, name="hearing"),
    path("policy/compliance", compliance.compliance, name="compliance"),
]
