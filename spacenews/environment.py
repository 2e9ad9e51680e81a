"""Values from the environment, each checked once, each failing in one clear sentence."""

import os
import secrets
from ipaddress import ip_address, ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
CACHE = "PRAGMA cache_size=-8000;"  # KiB: a search looks at 500 editions, each on a page of four
TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def one_of(name: str, choices: list[str]) -> str:
    """Read one of the choices; without it, the first."""
    value = text(name, choices[0])
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def flag(name: str) -> bool:
    """Read a switch that is off unless it is set."""
    value = text(name).lower()
    if value not in TRUE + FALSE:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value in TRUE


def number(name: str, default: int) -> int:
    """Read a whole number of zero or more; zero switches a limit off."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name} must be a whole number of zero or more, not {value!r}.")
    return int(value)


def words(name: str) -> list[str]:
    """Read a list separated by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


class Networks(tuple):
    """Networks of addresses: `"10.0.0.7" in networks`. What is no address at all is in none of them."""

    def __contains__(self, address: object) -> bool:
        try:
            address = ip_address(str(address))
        except ValueError:
            return False
        address = getattr(address, "ipv4_mapped", None) or address
        return any(address in network for network in self)


def networks(name: str) -> Networks:
    """Read addresses and networks (10.0.0.0/8) separated by commas."""
    try:
        return Networks(ip_network(word) for word in words(name))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must list networks such as 10.0.0.0/8: {error}.") from None


def site_url(port: str) -> str:
    """Return the site's own address, without a slash at its end.

    Plain http is for loopback alone: cookies and passwords would cross a network unprotected.
    """
    url = text("SITE_URL", f"http://127.0.0.1:{port}").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(f"SITE_URL must look like https://news.example.org, not {url!r}.")
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost", "::1", "testserver"):
        raise ImproperlyConfigured(f"SITE_URL must be https unless the site is on this machine: {url!r}.")
    return url


def hub(name: str) -> str:
    """Return the address of a WebSub hub, or "" for none; plain http is for this machine alone."""
    url = text(name)
    if url and not _is_hub(url):
        raise ImproperlyConfigured(f"{name} must look like https://hub.example.org/, not {url!r}.")
    return url


def _is_hub(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    is_here = parts.scheme == "http" and host in ("127.0.0.1", "localhost", "::1")
    is_plain = url.isascii() and url.isprintable() and not set(' <>"@') & set(url)
    return bool(host) and (parts.scheme == "https" or is_here) and is_plain


def allowed_hosts(url: str) -> list[str]:
    """Return the exact host names that are answered; on loopback its three names are one site."""
    host = urlsplit(url).hostname
    own = list(LOOPBACK) if host in ("127.0.0.1", "localhost", "::1") else [host]
    hosts = own + [name for name in words("ALLOWED_HOSTS") if name not in own]
    if any("*" in name or name.startswith(".") for name in hosts):
        raise ImproperlyConfigured("ALLOWED_HOSTS takes exact names: a wildcard lets any Host header in.")
    return hosts


def security_contact() -> str:
    """Read where a flaw is reported: an address by RFC 9116, which wants https on the web."""
    address = text("SECURITY_CONTACT")
    if address and not (address.startswith(("https://", "mailto:", "tel:")) and address.isprintable()):
        raise ImproperlyConfigured(
            f"SECURITY_CONTACT must look like mailto:security@example.org or https://…, not {address!r}."
        )
    return address


def licence_url() -> str:
    """Read where the licence of the records stands: an address on the web, which files and pages link to."""
    address = text("LICENCE_URL", "https://creativecommons.org/licenses/by/4.0/")
    if not _is_on_the_web(address):
        raise ImproperlyConfigured(
            f"LICENCE_URL must look like https://example.org/licence, not {address!r}."
        )
    return address


def _is_on_the_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and address.isprintable()
        and " " not in address
    )


def secret_key(data_dir: Path) -> str:
    """Return SECRET_KEY, or the key that was made at the first start and is kept in `data_dir` (mode 600)."""
    if key := text("SECRET_KEY"):
        if len(key) < 50:
            raise ImproperlyConfigured("SECRET_KEY is too short: give at least 50 random characters.")
        return key
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = data_dir / f"secret_key.{secrets.token_hex(4)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)  # the first of two processes wins; the other reads what it wrote
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def database(data_dir: Path) -> dict:
    """Return Django's settings for DATABASE_URL (sqlite:///path or postgres://user:password@host:port/name)."""
    url = text("DATABASE_URL", f"sqlite:///{data_dir / 'spacenews.sqlite3'}")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path[1:]))
    if parts.scheme in ("postgres", "postgresql"):
        return _postgresql(parts)
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgres://.")


def _sqlite(path: str) -> dict:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,  # on a full disk a new connection cannot even read
        "OPTIONS": {
            "timeout": 8,
            "transaction_mode": "IMMEDIATE",
            "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; {CACHE}",
        },
    }


def _postgresql(parts) -> dict:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def mail(url: str) -> dict:
    """Return Django's mail settings for EMAIL_URL (smtp://user:password@host:port, smtps:// or smtp+tls://)."""
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps", "smtp+tls") or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must look like smtp+tls://user:password@mail.example.org:587.")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 10,
    }
