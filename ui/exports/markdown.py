"""An export as Markdown. Words of papers are escaped: none becomes a heading, link, picture or HTML."""

from ingest.patterns import compile_pattern
from ui.exports.content import Export, Reply

SPECIAL = compile_pattern(r"([\\`*_{}\[\]<>#|~!&])")
LINE_START = compile_pattern(r"^(\s*)([-+=]|\d+[.)])")


def write_markdown(export: Export) -> bytes:
    """The file's bytes, UTF-8."""
    parts = [f"# {escape_markdown(export.title)}", *(_write_reply(reply) for reply in export.replies), "---"]
    parts += [*map(escape_markdown, export.notes), escape_markdown(export.foot)]
    return ("\n\n".join(parts) + "\n").encode()


def escape_markdown(words: str) -> str:
    """Words that Markdown shows as they are, on one line."""
    words = SPECIAL.sub(r"\\\1", " ".join(words.split()))
    return LINE_START.sub(lambda start: f"{start[1]}\\{start[2]}" if not start[2][0].isdigit() else
                          f"{start[1]}{start[2][:-1]}\\{start[2][-1]}", words)  # fmt: skip


def _write_reply(reply: Reply) -> str:
    parts = [f"## {escape_markdown(reply.question)}", *(f"*{escape_markdown(aside)}*" for aside in reply.asides)]
    parts += [escape_markdown(line) for line in reply.lines]
    for one in reply.references:
        parts.append(
            f"**\\[{one.number}\\]** {escape_markdown(one.place)} ({escape_markdown(one.file)})\n\n"
            f"> {escape_markdown(one.quote)}\n\n<{one.address}>"
        )
    return "\n\n".join([*parts, escape_markdown(reply.searched)])
