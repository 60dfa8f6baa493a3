"""Every address of an application: those of its routers, of what is mounted in it, and of what that includes."""

from collections.abc import Iterator

from starlette.routing import Mount

ANY = ("GET", "POST")
"""Of what is mounted and decides for itself."""


def list_addresses(app: object) -> set[tuple[str, str]]:
    """Methods and patterns of paths."""
    return set(_walk(app.routes, ""))


def _walk(routes: list, above: str) -> Iterator[tuple[str, str]]:
    for route in routes:
        if isinstance(route, Mount):
            inner = getattr(route.app, "routes", None)
            yield from _walk(inner, above + route.path) if inner else [(method, above + route.path + "/") for method in ANY]
        elif hasattr(route, "effective_route_contexts"):
            # A router that was included.
            yield from _walk(list(route.effective_route_contexts()), above)
        else:
            yield from ((method, above + route.path) for method in route.methods or ANY)
