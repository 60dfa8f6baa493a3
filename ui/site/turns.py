"""A turn in the line for addresses whose answer takes the assistant: waited for before they begin, given back when they end."""

from collections.abc import AsyncIterator, Callable

from fastapi import Request

from ui.service import Service


def make_turn(service: Service) -> Callable[[Request], AsyncIterator[None]]:
    """A dependency that raises Busy where no turn comes."""

    async def turn(request: Request) -> AsyncIterator[None]:
        async with service.take_turn(request):
            yield

    return turn
