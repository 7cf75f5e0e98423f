"""Settings, one file. Everything that differs between machines comes from the environment; see .env.example.

With nothing set, Wardbook is its own embedded copy: SQLite and mail in var/, no outside server.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

from config.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(BASE_DIR / ".env")
env = Environment(os.environ)

# ---- Where things are ----
VAR = Path(env.text("WARDBOOK_VAR", str(BASE_DIR / "var"))).resolve()
VAR.mkdir(parents=True, exist_ok=True)
BASE_URL = env.base_url("BASE_URL", f"http://localhost:{env.number('PORT', 8000)}")
IS_HTTPS = BASE_URL.startswith("https://")
IS_EMBEDDED = not env.text("DATABASE_URL")

# ---- Core ----
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret("SECRET_KEY", keep_in=VAR / "secret_key", may_make=IS_EMBEDDED)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [urlsplit(BASE_URL).hostname, "localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = None

INSTALLED_APPS = [
    "accounts",
    "reminders",
    "tracker",
    "letters",
    "outreach",
    "exports",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "import_export",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.OwnZoneMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.staff.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

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
                "accounts.context.instance",
                "reminders.context.spine",
            ],
            "builtins": ["accounts.templatetags.wardbook"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # our own widgets live in templates/widgets
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# ---- Database: SQLite (embedded) or PostgreSQL (production) ----
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR / 'wardbook.sqlite3'}")}
_db = DATABASES["default"]
if _db["ENGINE"].endswith("sqlite3"):
    # WAL + IMMEDIATE + a long wait: no "database is locked" under eight writers. FULL: a saved day
    # survives a power cut. A file, also in tests: a shared in-memory database ignores the wait.
    _db["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    _db["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
else:
    _db["CONN_MAX_AGE"] = 600  # a connection per request makes every page three times slower
    _db["CONN_HEALTH_CHECKS"] = True
    _db["OPTIONS"] = {"connect_timeout": 10, **_db.get("OPTIONS", {})}

# ---- Cache: sign-in throttling counts here, so several web processes need a shared one ----
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if env.text("CACHE_URL"):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": env.broker("CACHE_URL", ""),
            "OPTIONS": {"socket_timeout": 3, "socket_connect_timeout": 3},
        }
    }

# ---- People: email is the login, every page needs a sign-in unless it says otherwise ----
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LongEnough"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "reminders.account_mail.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_FORMS = {
    "login": "accounts.signing_in.LoginForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_USER_DISPLAY = "accounts.models.display_name"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # also what makes "no account enumeration" true
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
ACCOUNT_CHANGE_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Wardbook"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
MFA_TRUST_ENABLED = False
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)

# ---- Browser security ----
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "wardbook_session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "wardbook_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "accounts.errors.csrf_failure"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31536000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
if env.number("TRUSTED_PROXY_COUNT", 0):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# ---- Static files: Bootstrap, tokens and our stylesheet leave as one file (config/assets.py) ----
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.assets.StylesheetFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR / "files"

# ---- Mail ----
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Wardbook <reminders@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20  # Django's own default is to wait for ever
EMAIL_SUBJECT_PREFIX = ""
MAILBOX = VAR / "mail"
for _name, _value in env.mail("EMAIL_URL").items():
    globals()[_name] = _value
HAS_MAILBOX = not env.text("EMAIL_URL")
if HAS_MAILBOX:
    EMAIL_BACKEND = "reminders.mailbox.MailboxBackend"

# ---- Log by mail: the domain of the private addresses, and the name our own receiving server signs with ----
INBOUND_DOMAIN = env.text("INBOUND_DOMAIN", f"log.{urlsplit(BASE_URL).hostname}")
# Only Authentication-Results of this server are believed (RFC 8601); without it none are.
INBOUND_AUTHSERV = env.text("INBOUND_AUTHSERV")

# ---- Celery: a doorbell. Rows are the queue, so nothing here may carry data, an ETA or a countdown ----
TICK_SECONDS = env.number("TICK_SECONDS", 5)
CELERY_BROKER_URL = env.broker("BROKER_URL", "memory://")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"polling_interval": 0.2}
    if CELERY_BROKER_URL.startswith("memory")
    else {"socket_timeout": 5, "socket_connect_timeout": 5, "visibility_timeout": 3600}
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 270
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_BEAT_SCHEDULE = {
    "ring": {
        "task": "reminders.tick",
        "schedule": float(TICK_SECONDS),
        "options": {"expires": TICK_SECONDS, "ignore_result": True},
    },
    "heal": {
        "task": "reminders.heal",
        "schedule": 3600.0,
        "options": {"expires": 3500, "ignore_result": True},
    },
}

# ---- Who may speak upwards: dotted paths, so that a floor never imports the one above it ----
# (owner, now) -> Iterable[reminders.due.Due]
REMINDER_SOURCES = [
    "tracker.due.rotation_reminders",
    "tracker.wallet_due.expiring",
    "tracker.keep_in_touch.due",
    "tracker.opportunity_due.deadlines",
    "letters.due.letters",
    "outreach.due.follow_ups",
    "outreach.due_calls.after_replies",
]
# name -> handler of a one-click action, (reminder, *, now) -> sentence for the page
REMINDER_ACTIONS = {
    "tracker.day-off": "tracker.actions.day_off",
    "outreach.sent": "outreach.actions.sent",
    "outreach.replied": "outreach.actions.replied",
    "outreach.stop": "outreach.actions.stop",
    "letters.asked": "letters.actions.asked",
    "letters.agreed": "letters.actions.agreed",
    "letters.declined": "letters.actions.declined",
    "letters.packet_sent": "letters.actions.packet_sent",
    "letters.confirmed": "letters.actions.confirmed",
    "letters.uploaded": "letters.actions.uploaded",
    "letters.thanked": "letters.actions.thanked",
    "outreach.thanked": "outreach.actions.thanked",
}
# (owner, today) -> finished panel for the Today page
TODAY_PANELS = []
# (owner, today) -> a meter for the strip of Today (tracker/meters.py), or None
TODAY_METERS = ["letters.today.meter"]
# (owner, attending or None for all) -> Iterable[tracker.history.Line]: what passed between them
HISTORY_SOURCES = [
    "tracker.history.rotations",
    "tracker.history.days",
    "tracker.history.catchups",
    "letters.past.steps",
    "outreach.history.touches",
]
# way -> (owner, opportunity, now) -> the record it started, with get_absolute_url: "Apply" on a listing
OPPORTUNITY_STARTS = {
    "thread": "outreach.listing.start",
    "rotation": "tracker.opportunity_services.start_rotation",
}
# "app.Model" -> (row that stays, row that goes) -> {column: value}: two rows that a merge makes one
MERGE_FOLDS = {
    "tracker.Supervision": "tracker.merge_folds.supervisions",
    "tracker.PersonNote": "tracker.merge_folds.notes",
    "tracker.NewsDraft": "tracker.merge_folds.news_drafts",
    "letters.Letter": "letters.merge_folds.letters",
    "letters.Assignment": "letters.merge_folds.assignments",
    "letters.Packet": "letters.merge_folds.packets",
    "letters.PacketLink": "letters.merge_folds.links",
    "letters.DraftVersion": "letters.merge_folds.drafts",
}
# (owner, now) -> None: what the nightly pass does for everybody before it asks what is due
NIGHTLY = ["outreach.plan_services.close_silent"]
# (profile, now) -> None: what follows a new time zone or digest hour
PROFILE_CHANGED = ["reminders.services.retime"]
# (today) -> [(match year, title, words)] for the first question
SEASON_CHOICES = "tracker.queries.season_choices"
# tracker.importing.target.Target: what can be brought from a spreadsheet
IMPORT_TARGETS = [
    "tracker.import_rotations.TARGET",
    "tracker.import_log.TARGET",
    "outreach.import_target.TARGET",
]
# (now) -> None: what each app forgets in time; called once an hour
SWEEPS = ["tracker.import_services.sweep", "tracker.duplicate_keys.backfill"]
# (owner, today) -> None: each app's part of the invented year (manage.py seed_demo)
SAMPLE_SOURCES = [
    "tracker.sample.build",
    "tracker.sample_rotation.build",
    "tracker.plan_sample.build",
    "tracker.opportunity_sample.build",
    "letters.sample.build",
    "outreach.sample.build",
]
ALLOW_SAMPLE_DATA = env.flag("ALLOW_SAMPLE_DATA", IS_EMBEDDED)

# ---- Language and time ----
LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
DEFAULT_USER_ZONE = env.zone("DEFAULT_USER_ZONE", "America/New_York")

# ---- Staff ----
ADMIN_PATH = env.text("ADMIN_PATH", "staff").strip("/")
DESK_PATH = "/desk/"
ADMINS = []

# ---- Logs: ids only. Bodies, addresses, tokens and query strings stay out (reliability.md §4) ----
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "WARNING"},
        "celery": {"level": "WARNING"},
    },
}
