"""The one person whose own machine this is, while there are no accounts: whoever opens the link that is printed at the start.

A request from this machine proves nothing, for a proxy on it may pass on anybody's. So the link carries a token, as Jupyter's
does; opening it once sets a cookie until the browser is closed. There is no link where the page listens to other machines too:
there accounts are needed.
"""

import hashlib
import hmac
import secrets

from starlette.requests import HTTPConnection

from assistant.settings import People as PeopleSettings
from ui.peers import is_direct, is_loopback

ASKED = "token"
"""The parameter of the link."""


class Owner:
    """The token of one start of the program. `host` is the address that is listened on."""

    def __init__(self, host: str, settings: PeopleSettings):
        self.token = secrets.token_urlsafe(32) if is_loopback(host) else ""
        self._settings = settings
        # Browsers keep one jar for all ports of a machine, so that each start has a cookie of its own.
        self.cookie = f"council_owner_{hashlib.sha256(self.token.encode()).hexdigest()[:8]}"

    def link(self, address: str) -> str:
        """The address of the page with the token; nothing where accounts are needed."""
        return f"{address}?{ASKED}={self.token}" if self.token else ""

    def is_asking(self, request: HTTPConnection) -> bool:
        """Whether this request is the owner's: by the cookie, by the token as a program sends it (`Authorization: Bearer`), or
        because the settings say that all who use this machine by its own name are one person."""
        if not self.token:
            return False
        sent = request.headers.get("authorization", "")
        told = sent[7:].strip() if sent[:7].lower() == "bearer " else ""
        return (
            self.fits(request.cookies.get(self.cookie, ""))
            or self.fits(told)
            or (self._settings.own_machine and is_direct(request))
        )

    def fits(self, token: str) -> bool:
        return bool(self.token) and hmac.compare_digest(token.encode(), self.token.encode())
