"""Settings of the portal. Everything an installation decides comes from the environment (README, "Settings").

ALPR_ENV is `production` unless it says otherwise; `demo` and `test` bring their own secrets and no TLS.
"""

import ipaddress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from celery.schedules import crontab
from django.utils.text import slugify

from alpr_portal.env import (
    OddSetting,
    env_bool,
    env_box,
    env_int,
    env_list,
    env_secret,
    env_text,
    env_tiles,
)
from alpr_portal.lib.geo import Box

BASE_DIR = Path(__file__).resolve().parent.parent
ENV = env_text("ALPR_ENV", "production")
if ENV not in ("production", "demo", "test"):
    raise OddSetting(f"ALPR_ENV is {ENV!r}; write production, demo or test.")
PRODUCTION = ENV == "production"
VAR = Path(env_text("ALPR_VAR", str(BASE_DIR / "var"))).resolve()
SECRETS = VAR / "secrets"

DEBUG = False
SECRET_KEY = env_secret("ALPR_SECRET_KEY", file=SECRETS / "secret-key")
if not SECRET_KEY and not PRODUCTION:
    SECRET_KEY = "not-secret-" + ENV * 12  # noqa: S105  demo and tests only; production refuses to start without one
ALLOWED_HOSTS = env_list("ALPR_ALLOWED_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env_list("ALPR_CSRF_TRUSTED_ORIGINS")

# The portal

ALPR_CITY = env_text("ALPR_CITY", "Pasadena")
ALPR_DIVISION = env_text("ALPR_DIVISION", "Parking Division")
ALPR_CONTACT = env_text("ALPR_CONTACT", "the Parking Manager")
ALPR_ENTRANCE = "accounts.entrance.PortalEntrance"
ALPR_SECOND_FACTOR = env_bool("ALPR_SECOND_FACTOR", default=ENV != "demo")
ALPR_IDLE_MINUTES = env_int("ALPR_IDLE_MINUTES", 30, least=1)
ALPR_SESSION_HOURS = env_int("ALPR_SESSION_HOURS", 12, least=1)
ALPR_TRUSTED_PROXIES = [
    ipaddress.ip_network(text) for text in env_list("ALPR_TRUSTED_PROXIES", "127.0.0.1/32,::1/128")
]
ALPR_WEB_THREADS = env_int("ALPR_WEB_THREADS", 8, least=2)
ALPR_ENGINE = env_text("ALPR_ENGINE", "rapidocr")
ALPR_ENGINE_THREADS = env_int("ALPR_ENGINE_THREADS", 2, least=1)
ALPR_EASYOCR_MODELS = env_text("ALPR_EASYOCR_MODELS", str(VAR / "easyocr"))
ALPR_EASYOCR_DOWNLOAD = env_bool("ALPR_EASYOCR_DOWNLOAD", default=False)
ALPR_STAFF_PLATE_KEY = env_secret("ALPR_STAFF_PLATE_KEY", file=SECRETS / "staff-plate-key")
if not ALPR_STAFF_PLATE_KEY and not PRODUCTION:
    ALPR_STAFF_PLATE_KEY = "not-a-secret-key-of-staff-plates"
ALPR_REFERENCE_REGISTER = env_text("ALPR_REFERENCE_REGISTER", "reviews.references.FormatOnly")
ALPR_CLAIM_SECONDS = env_int(
    "ALPR_CLAIM_SECONDS", 180, least=1
)  # a claim older than this belongs to a dead worker
ALPR_LOST_SECONDS = env_int("ALPR_LOST_SECONDS", 300, least=1)  # a frame queued for longer lost its message
ALPR_FIGURES_THRESHOLD = env_int("ALPR_FIGURES_THRESHOLD", 5, least=2)  # smaller numbers are not published
ALPR_FRAME_BYTES = env_int("ALPR_FRAME_MEGABYTES", 25, least=1) * 2**20
ALPR_FRAME_PIXELS = env_int("ALPR_FRAME_MEGAPIXELS", 40, least=1) * 10**6
# Positions outside are doubtful and zones outside are refused: south, west, north, east.
ALPR_CITY_BOX = Box(*env_box("ALPR_CITY_BOX", "34.05, -118.25, 34.27, -118.03"))
ALPR_TILE_URL = env_tiles("ALPR_TILE_URL")  # empty: maps show zones on plain ground and ask no other host
ALPR_TILE_CREDIT = env_text("ALPR_TILE_CREDIT")
ALPR_CITATIONS_FILE = env_text("ALPR_CITATIONS_FILE")
ALPR_CITATIONS_MINUTES = env_int("ALPR_CITATIONS_MINUTES", 30, least=1)
ALPR_PAID_SESSIONS_FILE = env_text("ALPR_PAID_SESSIONS_FILE")
ALPR_PAID_SESSIONS_MINUTES = env_int("ALPR_PAID_SESSIONS_MINUTES", 10, least=1)
ALPR_LIST_BYTES = env_int("ALPR_LIST_MEGABYTES", 250, least=1) * 2**20
ALPR_LIST_FOLDER = env_text("ALPR_LIST_FOLDER")  # <folder>/<list code>/*.csv is taken over; '' watches none

# Mail

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if PRODUCTION
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = env_text("ALPR_MAIL_HOST", "localhost")
EMAIL_PORT = env_int("ALPR_MAIL_PORT", 25, least=1)
EMAIL_HOST_USER = env_text("ALPR_MAIL_USER")
EMAIL_HOST_PASSWORD = env_secret("ALPR_MAIL_PASSWORD")
EMAIL_USE_TLS = env_bool("ALPR_MAIL_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env_text("ALPR_MAIL_FROM", "alpr-portal@localhost")

# The seal on the ledger. Nothing of it is in the database: a file, a mailbox and a bucket are named here.

ALPR_ALARM_MAIL = env_list("ALPR_ALARM_MAIL")
LEDGER_NAME = env_text(
    "ALPR_LEDGER_NAME", f"{slugify(ALPR_CITY)}.{slugify(ALPR_DIVISION)}/alpr-ledger"
)  # in each checkpoint; a key belongs to one name
LEDGER_SIGNER = env_text("ALPR_LEDGER_SIGNER", "audit.sealing.keys.file_signer")
LEDGER_KEY_FILE = Path(env_text("ALPR_LEDGER_KEY_FILE", str(SECRETS / "ledger-key")))
LEDGER_PUBLIC_KEYS = Path(env_text("ALPR_LEDGER_PUBLIC_KEYS", str(VAR / "ledger" / "ledger-key.pub")))
LEDGER_UNSEALED_SECONDS = env_int("ALPR_UNSEALED_SECONDS", 60, least=1)  # older than this is an alarm
LEDGER_ANCHORS: list[dict[str, object]] = [
    {
        "class": "audit.sealing.anchors.file.FileAnchor",
        "path": Path(env_text("ALPR_ANCHOR_FILE", str(VAR / "ledger" / "checkpoints.txt"))),
    }
]
if custodians := env_list("ALPR_ANCHOR_MAIL"):
    LEDGER_ANCHORS.append(
        {
            "class": "audit.sealing.anchors.mail.MailAnchor",
            "to": custodians,
            "hours": env_int("ALPR_ANCHOR_MAIL_HOURS", 24, least=1),
        }
    )
if anchor_bucket := env_text("ALPR_ANCHOR_S3_BUCKET"):
    LEDGER_ANCHORS.append(
        {
            "class": "audit.sealing.anchors.s3.S3Anchor",
            "bucket": anchor_bucket,
            "endpoint": env_text("ALPR_ANCHOR_S3_ENDPOINT"),
            "days": env_int("ALPR_ANCHOR_S3_DAYS", 1826, least=1),
        }
    )

# Applications

INSTALLED_APPS = [
    "alpr_portal.apps.PortalConfig",
    "audit",
    "accounts",
    "reviews",
    "reads",
    "enforcement",
    "policy",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "alpr_portal.middleware.RequestFacts",
    "alpr_portal.middleware.PageSecurity",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "audit.gate.AccessGate",
]

ROOT_URLCONF = "alpr_portal.urls"
WSGI_APPLICATION = "alpr_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "alpr_portal.context_processors.portal",
            ],
        },
    },
]

# PostgreSQL, and nothing else: row security, triggers and roles are part of the portal
# (docs/access-and-audit.md). DATABASE_URL says where; the five roles say who. `manage.py prepare_database`
# makes them.

DATABASE_URL = env_text("DATABASE_URL")


def database(role: str) -> dict[str, object]:
    """Django's settings for one of the portal's roles on the database that DATABASE_URL names."""
    parts = urlsplit(DATABASE_URL)
    query = dict(part.split("=", 1) for part in parts.query.split("&") if "=" in part)
    host = unquote(query.pop("host", "") or parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": env_text("ALPR_DATABASE", "alpr"),
        "USER": f"alpr_{role}",
        "PASSWORD": env_secret(f"ALPR_DB_{role.upper()}_PASSWORD", file=SECRETS / f"db-{role}"),
        "HOST": host,
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": 60 if ENV != "test" else 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**query, "connect_timeout": 5},
    }


DATABASES = {role: database(role) for role in ("owner", "auditor")} | {"default": database("app")}
DATABASES["default"]["OPTIONS"]["options"] = "-c statement_timeout=15000"  # type: ignore[index]
DATABASE_ROUTERS = ["alpr_portal.routers.OwnerMigrates"]


def own_connection(role: str) -> dict[str, object]:
    """libpq's parameters of a connection that is not Django's: the gate's, the sealer's."""
    given = database(role)
    said = {
        "dbname": given["NAME"],
        "user": given["USER"],
        "password": given["PASSWORD"],
        "host": given["HOST"],
        "port": given["PORT"],
    }
    return {name: value for name, value in said.items() if value}


GATE_DATABASE = own_connection("gate")
SEALER_DATABASE = own_connection("sealer")

# The queue

REDIS_URL = env_text("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = ("redis+socket" + REDIS_URL[4:]) if REDIS_URL.startswith("unix:") else REDIS_URL
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "publish-figures": {
        "task": "policy.publish_figures",
        "schedule": env_int("ALPR_FIGURES_SECONDS", 6 * 3600, least=60),  # a month is published once
    },
    "sweep-frames": {"task": "reads.sweep_frames", "schedule": env_int("ALPR_SWEEP_SECONDS", 15, least=1)},
    "announce-reads": {
        "task": "reads.announce_left_behind",
        "schedule": env_int("ALPR_SWEEP_SECONDS", 15, least=1),
    },
    # Often enough that a standstill of the timetable costs an hour; each does nothing when nothing is due.
    "open-reviews": {"task": "reviews.open_due", "schedule": 3600},
    "share-out-reviews": {"task": "reviews.share_out", "schedule": 3600},
    "remind-of-reviews": {"task": "reviews.remind", "schedule": 3600},
    "sweep-imports": {
        "task": "enforcement.sweep_imports",
        "schedule": env_int("ALPR_SWEEP_SECONDS", 15, least=1),
    },
    "take-list-files": {"task": "enforcement.take_list_files", "schedule": 60},
    "tell-of-stale-lists": {"task": "enforcement.tell_of_stale_lists", "schedule": 300},
    "match-past-reads": {"task": "enforcement.match_past_reads", "schedule": 60},
    "seal-ledger": {
        "task": "audit.seal_ledger",
        "schedule": env_int("ALPR_SEAL_SECONDS", 5, least=1),
        "options": {"expires": 30},
    },
    "watch-ledger": {"task": "audit.watch_ledger", "schedule": 30, "options": {"expires": 60}},
    # In the small hours of the city.
    "verify-ledger": {"task": "audit.verify_nightly", "schedule": crontab(hour="10", minute="15")},
}

# People

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.BlockListValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours in which five failures count together; the account's own lock outlives them
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "alpr_portal.middleware.address_of"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # the ledger and the sign-ins say who logged in
# django-axes keeps the form of a failed log-in, without these fields.
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "ip_address",
    "old_password",
    "new_password1",
    "new_password2",
    "csrfmiddlewaretoken",
]
SILENCED_SYSTEM_CHECKS = [
    "axes.W006"
]  # an address is shared by a whole station; the account is what is locked
OTP_TOTP_ISSUER = f"{ALPR_CITY} ALPR"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "alpr_portal.views.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_SSL_REDIRECT = env_bool("ALPR_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.drf.PassedTheGate"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["alpr_portal.json_body.StrictJSONParser"],
    "EXCEPTION_HANDLER": "alpr_portal.problems.problem_answer",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

UNFOLD = {
    "SITE_TITLE": "ALPR Portal",
    "SITE_HEADER": "ALPR Portal",
    "SITE_SUBHEADER": "Administration",
    "SITE_URL": "/home",
    "SITE_SYMBOL": "center_focus_strong",
    "DASHBOARD_CALLBACK": "reviews.dashboard.start_of_administration",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "/static/img/mark.svg"}],
    "COLORS": {
        "primary": {
            "50": "oklch(97% .012 220)",
            "100": "oklch(94% .024 220)",
            "200": "oklch(88% .045 220)",
            "300": "oklch(79% .075 220)",
            "400": "oklch(69% .095 220)",
            "500": "oklch(58% .1 220)",
            "600": "oklch(47% .085 220)",
            "700": "oklch(41% .075 220)",
            "800": "oklch(35% .062 220)",
            "900": "oklch(30% .052 220)",
            "950": "oklch(22% .04 220)",
        },
    },
}

# Files

STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "frames", "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
if bucket := env_text("ALPR_S3_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env_text("ALPR_S3_ENDPOINT") or None,
            "default_acl": "private",
            "file_overwrite": False,
        },
    }
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
# django-leaflet is here for its files alone: as an application it wants GDAL, which no page needs.
LEAFLET = Path(find_spec("leaflet").submodule_search_locations[0]) / "static" / "leaflet"
STATICFILES_DIRS = [BASE_DIR / "static", ("leaflet", LEAFLET)]
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = False
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# The most bytes of one uploaded file, by the beginning of the address; a frame's limit everywhere else.
ALPR_UPLOAD_LIMITS = {"/lists/": ALPR_LIST_BYTES, "/api/v1/lists/": ALPR_LIST_BYTES}
FILE_UPLOAD_HANDLERS = ["reads.uploads.BoundedUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600

# Language, time, logs

LANGUAGE_CODE = "en-us"
TIME_ZONE = env_text("ALPR_TIME_ZONE", "America/Los_Angeles")
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env_text("ALPR_LOG_LEVEL", "INFO")},
    "loggers": {"axes": {"level": "WARNING"}},
}
