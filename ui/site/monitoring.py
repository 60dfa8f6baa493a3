"""For whoever keeps the service running: /health says whether it can answer, /metrics what it has done.

Whether it is well is told to everybody, for a proxy must know; how it is and what it measured only to this machine, to the
addresses set in `monitoring.readers`, and to whoever manages papers.
"""

import ipaddress
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from ui.metrics import CONTENT_TYPE
from ui.peers import is_direct, peer_of, was_passed_on
from ui.service import Service

OPEN = ("/health", "/metrics")
"""Addresses that decide for themselves whom they answer: no programme that looks after a service signs in."""


def make_router(service: Service) -> APIRouter:
    """The addresses /health and /metrics."""
    router = APIRouter(include_in_schema=False)

    @router.get("/health")
    def health(request: Request) -> JSONResponse:
        found = service.check_health()
        said = {"status": "ok" if found.well else "failing"}
        if found.accounts == "missing":
            # The page tells everybody.
            said |= {"accounts": "missing", "problem": service.people.find_trouble()}
        if may_monitor(service, request):
            said |= {
                "accounts": found.accounts,
                "store": found.store,
                "model": found.model,
                "newest_paper": found.newest.isoformat() if found.newest else None,
                "newest_paper_days": (date.today() - found.newest).days if found.newest else None,
                "working": service.line.working,
                "waiting": service.line.waiting,
            }
        return JSONResponse(said, 200 if found.well else 503, headers={"cache-control": "no-store"})

    @router.get("/metrics")
    def metrics(request: Request) -> Response:
        if not may_monitor(service, request):
            said = "Measurements are shown to this machine and to the addresses in monitoring.readers of the settings."
            return JSONResponse({"problem": said}, 403)
        return Response(service.metrics.write(), media_type=CONTENT_TYPE, headers={"cache-control": "no-store"})

    return router


def may_monitor(service: Service, request: Request) -> bool:
    """Whether this reader may see measurements."""
    if is_direct(request):
        return True
    # A proxy's own address would stand for everybody behind it.
    if not was_passed_on(request) and _is_in(peer_of(request), service.full.settings.monitoring.readers):
        return True
    return service.manages(request)


def _is_in(peer: str, networks: str) -> bool:
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(network) for network in filter(None, map(str.strip, networks.split(","))))
