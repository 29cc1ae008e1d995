from django.urls import path

from reads.api import ready, views

app_name = "api"

urlpatterns = [
    path("frames", views.Frames.as_view(), name="frames"),
    path("frames/<uuid:uid>", views.OneFrame.as_view(), name="frame"),
    path("reads", ready.ReadyReads.as_view(), name="reads"),
    path("reads/search", views.Search.as_view(), name="search"),
    path("reads/<uuid:uid>", views.OneRead.as_view(), name="read"),
]
