"""Where a request comes from."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that our server, or the outermost of our own proxies (`LINLI_TRUSTED_PROXIES`), has seen.

    Each proxy adds the address it was called from at the end of `X-Forwarded-For`; what stands before those entries
    was written by the caller and proves nothing.
    """
    own = str(request.META.get("REMOTE_ADDR", ""))
    proxies: int = settings.CONFIG.trusted_proxies
    entries = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    if not proxies or len(entries) < proxies:
        return own
    try:
        return str(ip_address(entries[-proxies].strip()))
    except ValueError:
        return own
