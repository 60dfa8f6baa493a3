"""How often a wrong password may be tried: by one address for one name, and by one address for all names together.

Nobody can shut another out: what is tried from one address counts at no other. It is kept in memory and by a clock that only goes
forward, so that setting the machine's clock neither shuts anybody out nor lets anybody try again sooner.
"""

import ipaddress
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

TRIES_SECONDS = 300
MOST_TRIES = 8
"""Wrong passwords for one name from one address within `TRIES_SECONDS`."""
MOST_TRIES_OF_ADDRESS = 40
"""Wrong passwords for all names from one address: an office behind one address, whose people mistype now and then, stays
below."""
MOST_KEPT = 10_000
"""Addresses and names that are remembered; beyond that the oldest are forgotten."""
NETWORK_BITS = 64
"""Of an IPv6 address what names a household or an office; the rest its owner may choose at will."""


class Throttle:
    """Counts wrong tries. Safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._lock = threading.Lock()
        self._tries: OrderedDict[tuple[str, ...], deque[float]] = OrderedDict()

    def take(self, name: str, address: str) -> float:
        """Take a try, which counts as a wrong one until it is forgiven, and return 0; or after how many seconds this address may
        try this name again. Counted before the password is looked at, so that many at once are no way round."""
        place = name_network(address)
        with self._lock:
            keys = (((place, name), MOST_TRIES), ((place,), MOST_TRIES_OF_ADDRESS))
            if left := max(self._left(key, most) for key, most in keys):
                return left
            for key, most in keys:
                self._tries.setdefault(key, deque(maxlen=most)).append(self._clock())
                self._tries.move_to_end(key)
            while len(self._tries) > MOST_KEPT:
                self._tries.popitem(last=False)
            return 0.0

    def forgive(self, name: str, address: str) -> None:
        """The password was right: what was mistyped before it no longer counts for this name, and this try for no name."""
        place = name_network(address)
        with self._lock:
            self._tries.pop((place, name), None)
            if tries := self._tries.get((place,)):
                tries.pop()

    def give_back(self, name: str, address: str) -> None:
        """The try was not made."""
        place = name_network(address)
        with self._lock:
            for key in ((place, name), (place,)):
                if tries := self._tries.get(key):
                    tries.pop()

    def _left(self, key: tuple[str, ...], most: int) -> float:
        """Seconds until fewer than `most` tries are within `TRIES_SECONDS`."""
        tries = self._tries.get(key, ())
        return max(0.0, tries[0] + TRIES_SECONDS - self._clock()) if len(tries) >= most else 0.0


def name_network(address: str) -> str:
    """The address, or of an IPv6 address its network."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:100]
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped:
            return str(known.ipv4_mapped)
        return str(ipaddress.ip_network((known, NETWORK_BITS), strict=False))
    return str(known)
