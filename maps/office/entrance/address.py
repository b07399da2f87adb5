"""The address from which a request comes, as attempts to sign in are counted by it."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

# A household or office is given a whole network of this size in IPv6.
_IPV6_NETWORK = 64


def client_address(request: HttpRequest) -> str | None:
    """REMOTE_ADDR; behind our own proxy what it saw, the last entry of X-Forwarded-For.

    Earlier entries are whatever the visitor wrote. An IPv6 address is cut to its network.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        said = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip() or said
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, _IPV6_NETWORK), strict=False).network_address)
