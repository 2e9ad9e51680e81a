"""One settings file. Values come from the environment (docs/operators.md lists them), safe by default."""

import zoneinfo
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from spacenews import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "data"))).resolve()

# The site
BIND = env.text("BIND", "127.0.0.1")
PORT = str(env.number("PORT", 8000))
SITE_URL = env.site_url(PORT)
SITE_NAME = env.text("SITE_NAME", "Space News")
HTTPS = urlsplit(SITE_URL).scheme == "https"
ALLOWED_HOSTS = env.allowed_hosts(SITE_URL)
DEBUG = env.flag("DEBUG")
if DEBUG and HTTPS:
    raise ImproperlyConfigured("DEBUG shows the site's inside: it cannot be on at a public address.")
SECRET_KEY = env.secret_key(DATA_DIR)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
EDGE_S = env.number("EDGE_S", 0)
PAGES_MB = env.number("PAGES_MB", 16)  # of ready answers, in the memory of each process
SECURITY_CONTACT = env.security_contact()
LICENCE_NAME, LICENCE_URL = (
    env.text("LICENCE_NAME", "CC BY 4.0"),
    env.licence_url(),
)  # of facts that are taken away

# Limits: how often one network may do a thing; 0 switches one off
LIMITS = {
    "contact_minute": env.number("LIMIT_CONTACT_MINUTE", 5),
    "contact_hour": env.number("LIMIT_CONTACT_HOUR", 30),
    "contact_site_minute": env.number("LIMIT_CONTACT_SITE_MINUTE", 300),
    "sign_in_account": env.number("LIMIT_SIGN_IN_ACCOUNT", 10),
    "sign_in_network": env.number("LIMIT_SIGN_IN_NETWORK", 100),
    "search_minute": env.number("LIMIT_SEARCH_MINUTE", 60),
    "draft_minute": env.number("LIMIT_DRAFT_MINUTE", 30),
    "suggest_minute": env.number("LIMIT_SUGGEST_MINUTE", 240),
    "seen_minute": env.number("LIMIT_SEEN_MINUTE", 120),
    "api_minute": env.number("LIMIT_API_MINUTE", 120),
    "files_minute": env.number("LIMIT_FILES_MINUTE", 30),
    "reports_minute": env.number("LIMIT_REPORTS_MINUTE", 60),
}

INSTALLED_APPS = [
    "spacenews.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "taggit",
    "django_prose_editor",
    "spacenews.pagecache",
    "spacenews.limits",
    "spacenews.editors",
    "spacenews.pages",
    "spacenews.images",
    "spacenews.contact",
    "spacenews.firms",
    "spacenews.articles",
    "spacenews.search",
    "spacenews.api",
    "spacenews.stats",
    "spacenews.websub",
    "spacenews.sample",
]

MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",  # before the next, whose tag would be one of its random padding
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "spacenews.languages.language_middleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "spacenews.editors.sessions.session_age_middleware",
]

ROOT_URLCONF = "spacenews.urls"
WSGI_APPLICATION = "spacenews.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "spacenews.widgets.site",
            ],
        },
    }
]

DATABASES = {"default": env.database(DATA_DIR)}
STRICT_WRITES = DEBUG  # a write to a public table outside atomic() is an error; else it is wrapped in silence
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People
AUTH_USER_MODEL = "editors.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "spacenews.editors.passwords.SiteWordsValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_IDLE_S = 12 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Headers are set by the WSGI layer (pagecache/headers.py), on every answer; these tell `check --deploy` so.
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W001",  # SecurityMiddleware: its headers and its redirect are the WSGI layer's, errors and files included
    "security.W002",  # XFrameOptionsMiddleware: likewise
    "security.W008",  # SECURE_SSL_REDIRECT: the WSGI layer redirects before Django is entered
    "security.W021",  # preload: a decision for a domain's owner, not for a default
]

# Languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("id", _("Indonesian")), ("zh-hans", _("Simplified Chinese"))]
FORMAT_MODULE_PATH = "spacenews.formats"
LOCALE_PATHS = [BASE_DIR / "spacenews" / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "UTC")
if TIME_ZONE not in zoneinfo.available_timezones():
    raise ImproperlyConfigured(f"TIME_ZONE must name a zone such as Asia/Jakarta, not {TIME_ZONE!r}.")
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "spacenews.assets.Storage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FORMS_URLFIELD_ASSUME_HTTPS = True

# Mail
DESK_EMAIL = env.text("DESK_EMAIL")
DESK_LANGUAGE = env.one_of("DESK_LANGUAGE", [code for code, _name in LANGUAGES])
EMAIL_URL = env.text("EMAIL_URL")
globals().update(env.mail(EMAIL_URL))
DEFAULT_FROM_EMAIL = env.text("FROM_EMAIL", f"desk@{urlsplit(SITE_URL).hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Sources: whether the site asks by itself if they are still there; no other machine is asked anything without it
CHECK_SOURCES = env.flag("CHECK_SOURCES")

# Letters: how often each server process looks what is to be sent, and for how many days what is kept (0: for ever)
OUTBOX_EVERY_S = env.number("OUTBOX_EVERY_S", 60)
RETENTION_DAYS = {
    "spam": env.number("KEEP_SPAM_DAYS", 30),
    "closed": env.number("KEEP_CLOSED_DAYS", 730),
    "network": env.number("KEEP_NETWORK_DAYS", 14),
}

# What was searched: how often each server process writes its counts (0: nothing is counted)
TALLY_EVERY_S = env.number("TALLY_EVERY_S", 60)

# What was read: how often each server process writes its counts (0: nothing is counted), and for how many days they
# are kept (0: for ever)
COUNT_EVERY_S = env.number("COUNT_EVERY_S", 60)
KEEP_VIEWS_DAYS = env.number("KEEP_VIEWS_DAYS", 730)

# Stored pieces of articles: how often each server process draws what is missing of them (0: leave it to draw_pieces)
DRAW_EVERY_S = env.number("DRAW_EVERY_S", 60)

# The drawing of all ties: how often each server process looks whether one changed (0: it is laid out nowhere)
LAYOUT_EVERY_S = env.number("LAYOUT_EVERY_S", 15)

# WebSub: the hub that is told when a feed changes, and how often each server process looks whether one did
WEBSUB_HUB = env.hub("WEBSUB_HUB")
WEBSUB_EVERY_S = env.number("WEBSUB_EVERY_S", 15)

# Tags: one spelling whatever the case is a constraint of our own model
TAGGIT_CASE_INSENSITIVE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "spacenews.logs.Line",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        name: {"handlers": ["console"], "level": "INFO", "propagate": False}
        for name in ("django", "django.server")
    },
}
