"""This machine's own addresses, and why a phone may not get through.

Sends nothing: addresses are read from the system, and whether a device got through is seen from its request.  Called
by ``serve``.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Final

import ifaddr

LOOPBACK: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Address:
    """An address phones could use.  ``private``: an address of a local network, where a class belongs."""

    host: str
    private: bool


def addresses() -> tuple[Address, ...]:
    """Returns this machine's IPv4 addresses, those of local networks first, loopback last."""
    found = {str(place.ip): None for adapter in ifaddr.get_adapters() for place in adapter.ips if place.is_IPv4}
    hosts = [host for host in found if not ipaddress.ip_address(host).is_loopback]
    listed = [Address(host, ipaddress.ip_address(host).is_private) for host in hosts]
    return (*sorted(listed, key=lambda item: not item.private), Address(LOOPBACK, False))


def diagnosis(chosen: str, present: tuple[Address, ...], reached: bool, listening: bool) -> str:
    """Returns the key of the sentence that fits: what stands between phones and this machine, as far as it shows.

    ``reached``: another device has got through.  ``listening``: the server stands at its address.
    """
    if reached:
        return "through"
    if not listening:
        return "not_listening"
    if chosen not in {address.host for address in present}:
        return "address_gone"
    if ipaddress.ip_address(chosen).is_loopback:
        return "no_network"
    if not ipaddress.ip_address(chosen).is_private:
        return "public"
    return "blocked"
