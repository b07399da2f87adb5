"""The keys of personal details at rest. Loads no model, so that a check can ask it at start."""

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


class NoKeys(RuntimeError):
    """PERSONAL_DATA_KEYS holds no usable key; the message says what to do."""


def keys() -> MultiFernet:
    """Encrypts with the first of PERSONAL_DATA_KEYS, decrypts with any; `NoKeys`."""
    given = list(settings.PERSONAL_DATA_KEYS)
    if not given:
        raise NoKeys(
            "PERSONAL_DATA_KEYS is not set: 报错 and 投诉举报 are not offered without a key for"
            " the personal details that people may leave"
        )
    try:
        return MultiFernet([Fernet(key) for key in given])
    except ValueError as error:
        raise NoKeys(
            "PERSONAL_DATA_KEYS: each key is 32 random bytes in URL-safe base64, 44 characters"
        ) from error


def ready() -> bool:
    """Whether anything could be encrypted here."""
    try:
        keys()
    except NoKeys:
        return False
    return True
