"""Routes of the pages about oneself: the steps of logging in, the purpose, and what one may do."""

from django.urls import path

from accounts.views import log_in, my_access, password, purpose, second_factor, theme

app_name = "accounts"

urlpatterns = [
    path("login", log_in.log_in, name="login"),
    path("logout", log_in.log_out, name="logout"),
    path("unlock", log_in.unlock, name="unlock"),
    path("second-factor", second_factor.verify, name="second-factor"),
    path("second-factor/setup", second_factor.set_up, name="second-factor-setup"),
    path("purpose", purpose.purpose, name="purpose"),
    path("password", password.change, name="password-change"),
    path("my-access", my_access.my_access, name="my-access"),
    path("sessions/<uuid:uid>/end", my_access.end_session, name="session-end"),
    path("training", my_access.training, name="training-required"),
    path("theme", theme.choose, name="theme"),
]
