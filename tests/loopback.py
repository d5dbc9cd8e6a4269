"""No test reaches beyond this machine: sockets to anything but loopback are refused before a packet leaves."""

import socket
import sys
from ipaddress import ip_address

_NAMES = frozenset({"localhost", "", socket.gethostname()})


class LeftLoopback(Exception):
    """A test wanted to speak with another machine."""


def allowed(host: object) -> bool:
    """Say whether a host is this machine, by its address or by a name that is looked up without asking anyone."""
    if host is None:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        address = ip_address(name.partition("%")[0])
    except ValueError:
        return name in _NAMES
    return address.is_loopback or address.is_unspecified


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        if isinstance(address, tuple) and not allowed(address[0]):
            raise LeftLoopback(f"{event}: {address[0]}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname") and not allowed(arguments[0]):
        raise LeftLoopback(f"{event}: {arguments[0]!r}")


def stay() -> None:
    """Refuse every socket to elsewhere, from now to the end of the process."""
    sys.addaudithook(_watch)
