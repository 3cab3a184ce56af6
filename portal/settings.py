"""Settings, all from the environment; nothing needs to be set for a first run.

The names are described in `.env.example`; a `.env` beside manage.py is read too.
"""

import secrets
import warnings
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

from portal import env

BASE_DIR = Path(__file__).resolve().parent.parent
env.env.read_env(BASE_DIR / ".env")

# Where the portal is

DEBUG = env.boolean("DEBUG", default=False)
PORTAL_URL = env.public_url("PORTAL_URL", default="http://127.0.0.1:8000")
PORTAL_DATA_DIR = BASE_DIR / env.text("PORTAL_DATA_DIR", default="data")
ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS", default=[urlsplit(PORTAL_URL).hostname or "", "localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]
PUBLIC_HTTPS = PORTAL_URL.startswith("https://")
# So many entries of X-Forwarded-For, from the right, are believed (portal/proxies.py).
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", default=0, highest=9)

# Secrets: each has a key of its own, made on the first run if none is given

SECRET_KEY = env.secret_or_generated(
    "SECRET_KEY", file=PORTAL_DATA_DIR / "secret.key", generate=lambda: secrets.token_urlsafe(64)
)
# Comma-separated; the first encrypts, all decrypt.
PORTAL_ENCRYPTION_KEYS = env.secret_or_generated(
    "PORTAL_ENCRYPTION_KEYS", file=PORTAL_DATA_DIR / "encryption.key", generate=lambda: Fernet.generate_key().decode()
)

# Application

INSTALLED_APPS = [
    "sso_providers",
    "portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "simple_history",
    "axes",
    "csp",
]
MIDDLEWARE = [
    "portal.proxies.client_address",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.caching.never_kept",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sso_providers.login.limits.flood_limit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sso_providers.login.sessions.session_limit",
    "sso_providers.login.person_limits.person_limit",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
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
            ],
        },
    },
]

# Database: SQLite unless DATABASE_URL names a PostgreSQL

DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{PORTAL_DATA_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A writer waits for another instead of failing at once when it upgrades its lock.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = 60
# Django's own 300 entries would be few: a flood from many addresses would push out the providers' keys.
CACHES = {"default": {"OPTIONS": {"MAX_ENTRIES": 10_000}, **env.cache("CACHE_URL", default="locmemcache://")}}

# Sign-in

AUTH_USER_MODEL = "sso_providers.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "sso_providers.login.backend.RegistrationBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "sign-in"
# Providers on private addresses or plain http: for development and in-house ones.
SSO_ALLOW_PRIVATE_ISSUERS = env.boolean("SSO_ALLOW_PRIVATE_ISSUERS", default=False)
# Guessing passwords: five wrong ones lock that name at that network for a quarter of an hour. How many names one
# network may try is in sso_providers/login/limits.py; no lock holds everywhere, or anybody could lock the operator out.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # or an attacker could keep the operator out for ever
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_CALLABLE = "sso_providers.login.password_lock.locked_out"
AXES_CLIENT_IP_CALLABLE = "sso_providers.login.limits.network_for_axes"
AXES_VERBOSE = False
AXES_HANDLER = "sso_providers.login.password_lock.PasswordLock"
AXES_DISABLE_ACCESS_LOG = True  # the audit has every sign-in

# Reminders of what ends (manage.py remind): by mail, and to a webhook

globals().update(env.mail_server("EMAIL_URL"))  # EMAIL_BACKEND, EMAIL_HOST and their like
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.mail_address(
    "DEFAULT_FROM_EMAIL", default=f"SSO Portal <sso-portal@{urlsplit(PORTAL_URL).hostname}>"
)
# Blank: everybody here who has an address and may change registrations.
REMINDER_MAIL_TO = env.mail_addresses("REMINDER_MAIL_TO")
REMINDER_WEBHOOK_URL = env.secret_url("REMINDER_WEBHOOK_URL")
REMINDER_WEBHOOK_SECRET = env.secret("REMINDER_WEBHOOK_SECRET")

# Browser security

SESSION_ENGINE = "sso_providers.models.session"
# A browser takes a cookie of such a name from this host alone, so that no other host of the domain can plant one.
COOKIE_PREFIX = "__Host-" if PUBLIC_HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_IDLE_AGE = 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = PUBLIC_HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PUBLIC_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PUBLIC_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}
# A form's redirect counts as its action, and where a sign-in leads is known only after discovery.
CSP_FORM_ACTION_TO_PROVIDERS = ["https:", *(["http:"] if SSO_ALLOW_PRIVATE_ISSUERS else [])]

# Static files: collected in the image, served from the source in a checkout

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
COLLECTED = (STATIC_ROOT / "staticfiles.json").exists()
WHITENOISE_USE_FINDERS = not COLLECTED
if not COLLECTED:
    warnings.filterwarnings("ignore", message="No directory at")  # WhiteNoise misses STATIC_ROOT
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Language, time, logs

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "sso_providers" / "locale"]
LANGUAGE_COOKIE_SECURE = PUBLIC_HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
TIME_ZONE = "UTC"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_query": {"()": "portal.logs.WithoutQuery"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": "line",
            "filters": ["without_query"],
        },
    },
    "root": {"handlers": ["stdout"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "axes": {"level": "WARNING"},
    },
}
