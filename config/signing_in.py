"""How officials sign in: password and second factor (allauth), lock-out (axes), sessions.

No variable is read here. Why it is so: docs/decisions/signing-in.md.
"""

import datetime as dt

LOGIN_URL = "office_sign_in"
LOGIN_REDIRECT_URL = "office:index"
LOGOUT_REDIRECT_URL = "office_sign_in"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "maps.office.entrance.backend.OfficialBackend",
]
# Not the first: kept so that a hash of an older setting could still be verified and renewed.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": _VALIDATION + "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
    {"NAME": _VALIDATION + "NumericPasswordValidator"},
]

# Shared by all processes: a code of the second factor counts once, whichever process is asked.
# Nothing but the officials' pages uses it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "office_cache",
    }
}

SESSION_COOKIE_NAME = "office_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# At the latest after a working day, and after an hour in which nothing was asked.
SESSION_COOKIE_AGE = 8 * 3600
OFFICE_IDLE_SECONDS = 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

ACCOUNT_ADAPTER = "maps.office.entrance.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Attempts are counted by axes alone, in the database, for all processes together.
ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "maps.office.entrance.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "零工地图"
# One step of 30 seconds either way, for telephones whose clock is off.
MFA_TOTP_TOLERANCE = 1

AXES_HANDLER = "maps.office.entrance.lockout.TwoLimits"
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
OFFICE_FAILURES_PER_ACCOUNT = 5
OFFICE_FAILURES_PER_ADDRESS = 20
# `TwoLimits` answers with 1 where either limit is reached.
AXES_FAILURE_LIMIT = 1
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "maps.address.client_address"
AXES_LOCKOUT_CALLABLE = "maps.office.entrance.lockout.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "ip_address",
    "login",
    "code",
    "password",
    "old_password",
    "csrfmiddlewaretoken",
]
