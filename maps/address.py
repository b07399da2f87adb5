"""The address from which a request comes, as attempts to sign in and floods are counted by it."""

import ipaddress
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

# A household or office is given a whole network of this size in IPv6.
_IPV6_NETWORK = 64


def client_address(request: HttpRequest) -> str | None:
    """REMOTE_ADDR; behind our own proxy what it saw, the last entry of X-Forwarded-For.

    Earlier entries are whatever the visitor wrote. An IPv6 address is cut to its network.
    """
    return address_of(request.META)


def address_of(meta: Mapping[str, Any]) -> str | None:
    """The same, from the WSGI environment."""
    said = meta.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        said = meta.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or said
    return _read(said[:64])


@lru_cache(maxsize=4096)
def _read(said: str) -> str | None:
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, _IPV6_NETWORK), strict=False).network_address)
