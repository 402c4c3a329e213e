"""Django settings, all from the environment (docs/start.md lists every variable)."""
from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

from zhiheng.environment import database, flag, secret_key, words

# --- place ----------------------------------------------------------------------------------------
BASE_DIR = Path(__file__).resolve().parents[1]
ZHIHENG_DATA = Path(os.environ.get("ZHIHENG_DATA") or "var").resolve()
ZHIHENG_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
ZHIHENG_PUBLIC_URL = os.environ.get("ZHIHENG_PUBLIC_URL", "")
"""Address under which the public site is reached from outside; printed as a QR code on papers."""

DEBUG = flag("ZHIHENG_DEBUG")
SECRET_KEY = secret_key(ZHIHENG_DATA)
ALLOWED_HOSTS = words("ZHIHENG_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = words("ZHIHENG_ORIGINS")

# --- parts ----------------------------------------------------------------------------------------
_PARTS = ("records", "actions", "web", "public", "jobs", "exchange")
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    *(f"zhiheng.{part}" for part in _PARTS if find_spec(f"zhiheng.{part}")),
]
MIDDLEWARE = [
    "zhiheng.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "zhiheng.middleware.ContentPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhiheng.web.middleware.Door",  # login and post, before every view that is not marked open
]
ROOT_URLCONF = "zhiheng.urls"
WSGI_APPLICATION = "zhiheng.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
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

# --- records --------------------------------------------------------------------------------------
DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), ZHIHENG_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "records.Person"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "zhiheng.web.errors.csrf_failure"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Tries at the login page per address, shared by the processes of one machine.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": ZHIHENG_DATA / "cache",
    }
}

# --- language and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- files ----------------------------------------------------------------------------------------
# Static files are served where they lie, with ETags: no build step that could be forgotten after an update.
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o600

# --- safety ---------------------------------------------------------------------------------------
HTTPS = flag("ZHIHENG_HTTPS")
SESSION_COOKIE_AGE = 8 * 60 * 60  # a working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # a paper is previewed in a frame of our own page

# --- log: one line each, with the request it belongs to -------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "zhiheng.middleware.RequestIdFilter"}},
    "formatters": {
        "line": {
            "()": "zhiheng.middleware.OneLine",
            "format": "{asctime} {levelname} {request_id} {name} {message}",
            "style": "{",
        },
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "stream": sys.stderr,
            "filters": ["request"],
            "formatter": "line",
        },
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "zhiheng": {"level": os.environ.get("ZHIHENG_LOG", "INFO")},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # the line of RequestLog already tells of a 404
    },
}
