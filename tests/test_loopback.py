"""What keeps tests from speaking with anybody."""

import asyncio
import socket

import pytest

from tests.loopback import LeftLoopback, allowed


@pytest.mark.parametrize("host", ["192.0.2.1", "discord.com", b"slack.com", "2001:db8::1"])
def test_other_machines_are_out_of_reach(host: str | bytes) -> None:
    assert not allowed(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "0.0.0.0", None])  # noqa: S104 -- read, not bound
def test_this_machine_is_within_reach(host: str | None) -> None:
    assert allowed(host)


def test_a_socket_to_elsewhere_is_refused_and_so_is_asking_for_a_name() -> None:
    with socket.socket() as plain, pytest.raises(LeftLoopback):
        plain.connect(("192.0.2.1", 9))
    with socket.socket(type=socket.SOCK_DGRAM) as plain, pytest.raises(LeftLoopback):
        plain.sendto(b"x", ("192.0.2.1", 9))
    with pytest.raises(LeftLoopback):
        socket.getaddrinfo("discord.com", 443)


async def test_so_it_is_from_within_a_loop() -> None:
    with pytest.raises(LeftLoopback):
        await asyncio.open_connection("192.0.2.1", 9)
    with pytest.raises(LeftLoopback):
        await asyncio.open_connection("discord.com", 443)
