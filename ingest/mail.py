"""E-mails (EML): subject, sender, receivers and date, the words of the message, and the names of what was attached.

Attached files are listed and not read: saved beside the message they are papers of their own.
"""

import email
import email.errors
import email.policy
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from ingest.document import Block, Notice, Reading, UnreadableFile
from ingest.html import read_html
from ingest.text import read_text, tidy_words

HEADERS = ("From", "To", "Cc", "Date")
MARKINGS = ("Sensitivity", "X-Protective-Marking", "X-Classification", "Keywords", "Comments")
"""Headers in which a mail program keeps what the sender said of who may read the message."""


def read_eml(path: Path) -> Reading:
    """The words of one message, plain text rather than HTML where it carries both. Raises UnreadableFile for an empty file or
    one that is no message."""
    data = path.read_bytes()
    if not data.strip():
        raise UnreadableFile("The file is empty.", "Ask for a new copy.")
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not any(name in message for name in ("From", "Subject", "Date")):
        raise UnreadableFile("The file is no e-mail.", "Save the message again as EML from the mail program.")
    subject = _header(message, "Subject")
    blocks = [Block(kind="heading", text=subject or "E-mail", level=1)]
    blocks += [Block(kind="paragraph", text=f"{name}: {words}") for name in HEADERS if (words := _header(message, name))]
    blocks += _body_blocks(message)
    names = [tidy_words(part.get_filename() or "a file without a name") for part in _attachments(message)]
    if names:
        blocks.append(Block(kind="paragraph", text=f"{len(names)} attached:" if len(names) > 1 else "1 attached:"))
        blocks += [Block(kind="item", text=name) for name in names]
    marked = ((name, _header(message, name)) for name in MARKINGS)
    notices = tuple(Notice(words=words, where=f"e-mail header {name}") for name, words in marked if words)
    return Reading(blocks=tuple(blocks), properties=_read_properties(message, subject), notices=notices)


def _header(message: EmailMessage, name: str) -> str:
    try:
        return tidy_words(str(message[name] or ""))
    except (ValueError, IndexError, AttributeError, TypeError, RecursionError):
        # A header that breaks the rules so far that the library cannot read it.
        return ""


def _body_blocks(message: EmailMessage) -> list[Block]:
    try:
        part = message.get_body(preferencelist=("plain", "html"))
        text = part.get_content() if part is not None else ""
    except (KeyError, LookupError, ValueError, AttributeError):
        return []
    if not text.strip():
        return []
    is_html = part.get_content_type() == "text/html"
    with tempfile.TemporaryDirectory(prefix="council-") as folder:
        copy = Path(folder, "body.html" if is_html else "body.txt")
        copy.write_text(text, "utf-8", errors="replace")
        try:
            return list((read_html if is_html else read_text)(copy).blocks)
        except UnreadableFile:
            # A body of marks without words; the headers still say something.
            return []


def _attachments(message: EmailMessage) -> Iterator[EmailMessage]:
    for part in message.walk():
        if not part.is_multipart() and (part.get_content_disposition() == "attachment" or part.get_filename()):
            yield part


def _read_properties(message: EmailMessage, subject: str) -> dict[str, str]:
    properties = {"title": subject} if subject else {}
    if author := _header(message, "From"):
        properties["author"] = author
    with suppress(ValueError, TypeError):
        properties["created"] = parsedate_to_datetime(_header(message, "Date")).isoformat()
    return properties
