"""The assistant behind every door: page, API and tools ask here what a visitor may use."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import HTTPConnection

from assistant.answering import Assistant
from ui.page.shell import Visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One store, served. `suggestions` are questions to start with."""

    assistant: Assistant
    suggestions: Sequence[str]

    def assistant_for(self, request: HTTPConnection) -> Assistant:
        """The assistant that knows what this visitor may see, and nothing else."""
        return self.assistant

    def visitor(self, request: HTTPConnection) -> Visitor:
        """Who is looking, as the pages say it."""
        return Visitor()
