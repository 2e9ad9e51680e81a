"""Asks a web address whether it is still there, and reads nothing of it but the head of the answer.

An address may have been typed by anybody at the desk and may redirect anywhere: it is resolved once, refused unless all
that it resolves to is public, and that very address is connected to. No cookies, no credentials, no names of ours.
"""

import errno
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, InvalidURL
from ipaddress import IPv6Network, ip_address
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.encoding import iri_to_uri

TIMEOUT_S, MOST_REDIRECTS, LONGEST = 10, 3, 200
PORTS = {"http": 80, "https": 443}
HEAD = {
    "User-Agent": "source-check/1.0",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
OUR_OWN_NETWORK = (socket.EAI_AGAIN, errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH)
# All of the open internet that speaks IPv6; what lies beside it is somebody's own, or an IPv4 address in another dress.
OPEN, DRESSED = IPv6Network("2000::/3"), IPv6Network("2002::/16")


class Found(Enum):
    """Whether it is there; unsaid is who refuses us, asks for a sign-in, or may not be asked."""

    THERE = "there"
    MISSING = "missing"
    UNSAID = "unsaid"


@dataclass(frozen=True)
class Answer:
    found: Found
    words: str


class Refused(Exception):
    """An address that is never asked."""


Guard = Callable[[str, int], bool]


def is_public(address: str, port: int) -> bool:
    """Say whether an address may be connected to: one of the open internet, at a port of the web."""
    number = ip_address(address.partition("%")[0])
    number = getattr(number, "ipv4_mapped", None) or number
    is_beside = number.version == 6 and (number not in OPEN or number in DRESSED)
    return number.is_global and not (number.is_multicast or is_beside) and port in PORTS.values()


def ask(url: str, *, may_ask: Guard = is_public) -> Answer:
    """Ask by HEAD and, unless that is answered well, by GET."""
    answer = _asked("HEAD", url, may_ask)
    return answer if answer.found is Found.THERE else _asked("GET", url, may_ask)


def _asked(method: str, url: str, may_ask: Guard) -> Answer:
    try:
        status = _status(method, url, may_ask)
    except (Refused, InvalidURL, ValueError) as error:
        return Answer(Found.UNSAID, str(error)[:LONGEST])
    except (OSError, HTTPException) as error:
        is_ours = getattr(error, "errno", None) in OUR_OWN_NETWORK
        return Answer(
            Found.UNSAID if is_ours else Found.MISSING, f"{type(error).__name__}: {error}"[:LONGEST]
        )
    return Answer(_meaning(status), str(status))


def _meaning(status: int) -> Found:
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE) or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Found.MISSING
    return Found.THERE if 200 <= status < 400 else Found.UNSAID


def _status(method: str, url: str, may_ask: Guard) -> int:
    """Return the status after at most a few redirects, each of them looked at as the first address was."""
    for _redirect in range(MOST_REDIRECTS + 1):
        status, target = _answer(method, urlsplit(url), may_ask)
        if not (300 <= status < 400 and target):
            return status
        url = urljoin(url, target)
    raise Refused("it redirects too often")


def _answer(method: str, parts: SplitResult, may_ask: Guard) -> tuple[int, str]:
    """Return the status and where it redirects to. Who answers by drops has the same time as who is silent."""
    connection = _connected(parts, may_ask)
    watchdog = threading.Timer(TIMEOUT_S, _shut, [connection.sock])
    watchdog.start()
    try:
        if parts.scheme == "https":
            connection.sock.do_handshake()
        target = parts._replace(scheme="", netloc="", fragment="").geturl()
        connection.request(method, iri_to_uri(target) or "/", headers=HEAD)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        watchdog.cancel()
        connection.close()


def _shut(sock: socket.socket) -> None:
    with suppress(OSError):  # it is closed already
        sock.shutdown(socket.SHUT_RDWR)


def _connected(parts: SplitResult, may_ask: Guard) -> HTTPConnection:
    """Return a connection to the one address that was looked at; its name is not resolved again."""
    if parts.scheme not in PORTS or not parts.hostname:
        raise Refused("it is no address of the web")
    host, port = parts.hostname.encode("idna").decode("ascii"), parts.port or PORTS[parts.scheme]
    connection = HTTPConnection(host, port)
    connection.default_port = PORTS[parts.scheme]
    connection.sock = socket.create_connection((_resolved(host, port, may_ask), port), TIMEOUT_S)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(
            connection.sock, server_hostname=host, do_handshake_on_connect=False
        )
    return connection


def _resolved(host: str, port: int, may_ask: Guard) -> str:
    """Return the address to connect to; none is, where one of several is not to be asked."""
    addresses = [found[4][0] for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(may_ask(address, port) for address in addresses):
        raise Refused("it is no address of the open internet")
    return addresses[0]
