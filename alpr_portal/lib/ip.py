"""The address a request came from, without believing the request."""

import ipaddress
from collections.abc import Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def caller_address(remote: str, forwarded_for: str, trusted: Sequence[Network]) -> str:
    """Walk X-Forwarded-For from the right for as long as the speaker is one of our own proxies.

    `remote` is the peer of the TCP connection. What a stranger wrote into the header is never reached; what
    cannot be parsed ends the walk. Returns '' where the peer itself has no address (a unix socket).
    """
    address = parsed(remote)
    if address is None:
        return ""
    for said in reversed(forwarded_for.split(",")[-20:]):
        if not any(address in network for network in trusted):
            break
        before = parsed(said)
        if before is None:
            break
        address = before
    return str(address)


def parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
