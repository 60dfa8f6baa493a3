"""Where a request really comes from: the other end of its socket, what the one trusted proxy says of it, and signs of any other.

A header is written by whoever sends it. So nothing here gives a right because a header is missing or names this machine; what is
read from headers either takes trust away (a sign of a proxy) or comes from the address that the settings name.
"""

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection

from assistant.settings import People as PeopleSettings

PASSED_ON = frozenset(
    "forwarded via client-ip true-client-ip fastly-client-ip cdn-loop disguised-host front-end-https max-forwards "
    "remote-user proxy-connection proxy-authorization".split()
)
PASSED_ON_BY = (
    "x-forward", "x-real-", "x-client-", "x-cluster-", "x-original-", "x-arr-", "x-remote-", "x-auth-", "x-proxy", "x-host",
    "x-scheme", "x-url-scheme", "x-https", "x-envoy-", "x-amzn-", "x-amz-", "x-azure-", "x-appengine-", "x-cloud-", "x-varnish",
    "x-haproxy-", "x-ssl", "x-tls", "x-iis", "x-request-start", "cf-", "fly-", "ngrok-", "ssl-client-",
)  # fmt: skip
"""Headers, and beginnings of their names, that browsers do not send and proxies do: RFC 7230 and 7239, and the documentation of
nginx, Apache, Caddy, Traefik, HAProxy, IIS with ARR, oauth2-proxy and the large hosts."""


def peer_of(request: HTTPConnection) -> str:
    """The address at the other end of the socket; nothing where it has none, as a socket in the file system."""
    # A socket for both kinds of addresses writes the older ones so.
    return request.client.host.removeprefix("::ffff:") if request.client else ""


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def was_passed_on(request: HTTPConnection) -> bool:
    """Whether there is any sign of a proxy. That there is none proves nothing: some add none."""
    # nginx speaks HTTP/1.0 to what is behind it unless told otherwise; no browser does.
    old = request.scope.get("http_version") == "1.0"
    return old or any(name in PASSED_ON or name.startswith(PASSED_ON_BY) for name in request.headers)


def is_direct(request: HTTPConnection) -> bool:
    """Whether this machine asks by this machine's name and without a sign of a proxy: not by a name that another site has pointed
    here. A proxy that adds nothing and names this machine looks the same, so that this alone opens nothing but measurements."""
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    return is_loopback(peer_of(request)) and is_loopback(host) and not was_passed_on(request)


def is_trusted_proxy(request: HTTPConnection, settings: PeopleSettings) -> bool:
    """Whether the socket's other end is the proxy that the settings name."""
    return peer_of(request) == settings.proxy_address


def asker_address(request: HTTPConnection, settings: PeopleSettings) -> str:
    """The address to tell askers without a name apart: the peer's, or the one that the trusted proxy saw, which it adds last."""
    if is_trusted_proxy(request, settings) and (passed_on := request.headers.getlist("x-forwarded-for")):
        return passed_on[-1].rpartition(",")[2].strip() or peer_of(request)
    return peer_of(request)


def believe_proxy(scope: dict, settings: PeopleSettings) -> dict:
    """The scope of a request with scheme and host as the visitor's browser used them, where the trusted proxy says so, or the
    settings that only HTTPS leads here. From anybody else they are what they are. The peer stays the true one."""
    request = HTTPConnection(scope)
    trusted = is_trusted_proxy(request, settings)
    changed = dict(scope)
    if settings.https_only or (trusted and _came_by_https(request.headers)):
        changed["scheme"] = "wss" if scope["type"] == "websocket" else "https"
    if trusted and (host := request.headers.get("x-forwarded-host", "").rpartition(",")[2].strip()):
        kept = [(name, value) for name, value in scope["headers"] if name != b"host"]
        changed["headers"] = [*kept, (b"host", host.encode("latin-1"))]
    return changed


def _came_by_https(headers: Headers) -> bool:
    said = headers.get("x-forwarded-proto", "").rpartition(",")[2].strip().lower()
    standard = headers.get("forwarded", "").rpartition(",")[2].replace('"', "").lower()
    return (
        said in ("https", "wss")
        or "proto=https" in [part.strip() for part in standard.split(";")]
        or "on" in (headers.get("x-forwarded-ssl", "").lower(), headers.get("front-end-https", "").lower())
        # IIS names the certificate of the connection it ended.
        or bool(headers.get("x-arr-ssl"))
    )
