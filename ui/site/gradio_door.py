"""The door between our addresses and Gradio's: what the pages and the MCP tools need passes, everything else is not there.

Gradio brings some eighty addresses of its own, which read files, fetch from other sites, take uploads and tell of its inside.
None of them is reached. What passes is changed so that its state belongs to one visitor: a session's name is taken together with
who asks, so that the same name sent by another account leads to another, empty session.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse

from ingest.patterns import Match, OpeningPattern, compile_opening
from ingest.problem import Problem
from ui.people import Person
from ui.service import Service

LONGEST_SESSION_CHARS = 100
DROPPED = ("deep_link", "page")
NOT_HERE = "There is nothing at this address."
SCALARS = (str, int, float, bool, type(None))
"""What the pages and tools take. A file would be an object, and no event and no tool takes one."""


class NotTaken(Problem):
    """A message that the pages would not send."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An address of Gradio that is needed: methods, the pattern of its path, and what its body is read as."""

    methods: tuple[str, ...]
    path: OpeningPattern
    body: Callable[[object, Callable[[object], str]], object] | None = None


def _read_join(sent: object, name_session: Callable[[object], str]) -> dict:
    """An event of a page: which one, and its inputs."""
    if not isinstance(sent, dict) or not _are_scalars(sent.get("data")):
        raise NotTaken("The pages send words and numbers only.")
    kept = {name: sent.get(name) for name in ("fn_index", "trigger_id")}
    if not _are_scalars(list(kept.values())):
        raise NotTaken("The pages name their events by numbers.")
    return {**kept, "data": sent["data"], "session_hash": name_session(sent.get("session_hash"))}


def _read_cancel(sent: object, name_session: Callable[[object], str]) -> dict:
    """An event to be stopped."""
    if not isinstance(sent, dict) or not _are_scalars([sent.get("fn_index"), sent.get("event_id")]):
        raise NotTaken("The pages name their events by numbers.")
    kept = {name: sent.get(name) for name in ("fn_index", "event_id")}
    return {**kept, "session_hash": name_session(sent.get("session_hash"))}


def _read_message(sent: object, name_session: Callable[[object], str]) -> dict:
    """A message of MCP, whose tools take words and numbers."""
    if not isinstance(sent, dict):
        raise NotTaken("Send one message at a time.")
    params = sent.get("params")
    given = params.get("arguments") if isinstance(params, dict) else None
    if isinstance(given, dict) and not _are_scalars(list(given.values())):
        raise NotTaken("The tools take words and numbers only.")
    return sent


OPENINGS = (
    Opening(methods=("GET", "HEAD"), path=compile_opening(r"/|/documents")),
    Opening(methods=("GET", "HEAD"), path=compile_opening(r"/theme\.css|/favicon\.ico")),
    Opening(methods=("GET", "HEAD"), path=compile_opening(r"/(?:assets|static)(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,200}){1,4}")),
    Opening(methods=("POST",), path=compile_opening(r"/gradio_api/queue/join"), body=_read_join),
    Opening(methods=("GET",), path=compile_opening(r"/gradio_api/queue/data")),
    Opening(methods=("POST",), path=compile_opening(r"/gradio_api/cancel"), body=_read_cancel),
    Opening(methods=("GET",), path=compile_opening(r"/gradio_api/heartbeat/(?P<session>[A-Za-z0-9_-]{1,100})")),
    Opening(methods=("POST",), path=compile_opening(r"/gradio_api/mcp/?"), body=_read_message),
)
"""All of Gradio that can be reached: its pages with what they load, the events of the pages, and the tools."""


class GradioDoor:
    """Gradio's application behind its door. `events` are the numbers of the events of its pages."""

    def __init__(self, app: Callable, service: Service, events: frozenset[int]):
        self.app = app
        self.service = service
        self.events = events
        self._secret = secrets.token_bytes(32)

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        found = _find_opening(scope) if scope["type"] == "http" else None
        if found is None:
            await _refuse(scope, receive, send)
            return
        opening, match = found

        def name_session(name: object) -> str:
            return self._name_session(HTTPConnection(scope), name)

        try:
            changed = {**scope, "headers": _settle_origin(scope), "query_string": _change_query(scope, name_session)}
            if "session" in match.groupdict():
                path = scope["path"][: match.start("session")] + name_session(match["session"])
                changed |= {"path": path, "raw_path": path.encode()}
            if opening.body is not None:
                read = opening.body(await _read_json(receive), name_session)
                if "fn_index" in read and read["fn_index"] not in self.events:
                    raise NotTaken("The pages have no such event.")
                body = json.dumps(read).encode()
                changed["headers"] = _state_length(changed["headers"], len(body))
                receive = _replay(body, receive)
        except NotTaken as problem:
            await JSONResponse({"problem": str(problem)}, 400)(scope, receive, send)
            return
        await self.app(changed, receive, _without_sharing(send))

    def _name_session(self, request: HTTPConnection, name: object) -> str:
        if not isinstance(name, str) or not 0 < len(name) <= LONGEST_SESSION_CHARS:
            raise NotTaken("The pages give their session a name.")
        owner = _describe_owner(self.service.person(request))
        return hmac.new(self._secret, f"{owner}\n{name}".encode(errors="replace"), hashlib.sha256).hexdigest()[:32]


def _describe_owner(person: Person | None) -> str:
    # With the rights, so that what was shown is out of reach when they are taken away.
    return repr((person.name, person.role, person.sees_exempt, person.manages)) if person else ""


def _find_opening(scope: dict) -> tuple[Opening, Match] | None:
    for opening in OPENINGS:
        if scope["method"] in opening.methods and (match := opening.path.fullmatch(scope["path"])):
            return opening, match
    return None


async def _refuse(scope: dict, receive: Callable, send: Callable) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1000})
    elif scope["type"] == "http":
        await JSONResponse({"problem": NOT_HERE}, 404)(scope, receive, send)


def _change_query(scope: dict, name_session: Callable[[object], str]) -> bytes:
    """The query with the session's own name; without saved states, which are not kept here, and other names of pages."""
    pairs = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    kept = [(name, name_session(value) if name == "session_hash" else value) for name, value in pairs if name not in DROPPED]
    return urlencode(kept).encode("ascii")


def _settle_origin(scope: dict) -> list[tuple[bytes, bytes]]:
    """The headers with one name for this site, which Gradio writes into its pages. A header that says that a proxy stands between
    stays, with what was found to be true (see `ui.peers.believe_proxy`)."""
    host = next((value for name, value in scope["headers"] if name == b"host"), b"")
    true = {b"x-forwarded-host": host, b"x-forwarded-proto": scope.get("scheme", "http").encode()}
    return [(name, true.get(name, value)) for name, value in scope["headers"] if not name.startswith(b"x-gradio-")]


def _state_length(headers: list[tuple[bytes, bytes]], length: int) -> list[tuple[bytes, bytes]]:
    kept = [header for header in headers if header[0] not in (b"content-length", b"transfer-encoding", b"content-encoding")]
    return [*kept, (b"content-length", str(length).encode())]


async def _read_json(receive: Callable) -> object:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise NotTaken("What was sent broke off.")
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    try:
        return json.loads(bytes(body))
    except (ValueError, RecursionError) as error:
        raise NotTaken("What was sent is not JSON.") from error


def _replay(body: bytes, receive: Callable) -> Callable:
    """What is received by the next application: the changed body, then what really comes."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> dict:
        return waiting.pop() if waiting else await receive()

    return replayed


def _without_sharing(send: Callable) -> Callable:
    """Sends what no other site's page may read: Gradio would let some."""

    async def send_alone(message: dict) -> None:
        if message["type"] == "http.response.start":
            kept = [header for header in message.get("headers", ()) if not header[0].lower().startswith(b"access-control-")]
            message = {**message, "headers": kept}
        await send(message)

    return send_alone


def _are_scalars(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, SCALARS) for value in values)
