"""Who asks: an address for the moment, and a hash of its network for a day. No address is ever stored."""

import hmac
import secrets
from datetime import UTC, date, datetime
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from spacenews.limits.models import Salt

PREFIX_LENGTHS = {4: 24, 6: 56}


def address_of(request: HttpRequest) -> str:
    """Return the visitor's address: the nearest in the chain of proxies that is not a trusted one."""
    address = request.META.get("REMOTE_ADDR", "")
    chain = request.headers.get("x-forwarded-for", "").split(",")
    while chain and address in settings.TRUSTED_PROXIES:
        forwarded = chain.pop().strip()
        if parse(forwarded) is None:
            break
        address = forwarded
    return address


def hash_of(request: HttpRequest, now: datetime) -> str:
    """Return what stands for the visitor's network (/24 or /56) today; tomorrow it is another."""
    salt = salt_of(now.astimezone(UTC).date())
    return hmac.digest(salt.encode(), network_of(address_of(request)).encode(), "sha256").hex()[:32]


def network_of(address: str) -> str:
    """
    >>> network_of("203.0.113.77"), network_of("2001:db8:1:2ff::1"), network_of("::ffff:203.0.113.7")
    ('203.0.113.0/24', '2001:db8:1:200::/56', '203.0.113.0/24')
    """
    if (parsed := parse(address)) is None:
        return "unknown"
    bare = str(parsed).partition("%")[0]
    return str(ip_network(f"{bare}/{PREFIX_LENGTHS[parsed.version]}", strict=False))


def parse(address: str) -> IPv4Address | IPv6Address | None:
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed


def salt_of(day: date) -> str:
    """Return the salt of a day, made at its first use; the salts of the days before go then."""
    salt = Salt.objects.filter(day=day).first()
    if salt is None:
        Salt.objects.bulk_create([Salt(day=day, value=secrets.token_hex(32))], ignore_conflicts=True)
        forget(day)
        salt = Salt.objects.get(day=day)
    return salt.value


def forget(day: date) -> None:
    """Delete the salts of the days before, so that nobody can find a hash again by trying all addresses."""
    Salt.objects.filter(day__lt=day).delete()
