"""E-mails: headers, words and the names of what was attached."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.document import UnreadableFile
from ingest.mail import read_eml

PLAIN = "Dear all,\n\nThe lane will open again on 3 November.\n\n- buses return\n- signs come down\n"


def message(**body: str) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = "Bramble Lane closure – update"
    mail["From"] = "Ada Penhale <ada@stanwold.example>"
    mail["To"] = "members@stanwold.example"
    mail["Date"] = "Tue, 14 Oct 2025 09:12:00 +0100"
    mail.set_content(body.get("plain", PLAIN))
    if "html" in body:
        mail.add_alternative(body["html"], subtype="html")
    return mail


def save(folder: Path, mail: EmailMessage) -> Path:
    (folder / "update.eml").write_bytes(mail.as_bytes())
    return folder / "update.eml"


def test_headers_words_and_attachments_come_in_order(tmp_path: Path):
    mail = message()
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plan of the works.pdf")
    mail.add_attachment("a,b\n", filename="dates.csv", subtype="csv")
    reading = read_eml(save(tmp_path, mail))
    assert [(block.kind, block.text) for block in reading.blocks] == [
        ("heading", "Bramble Lane closure – update"),
        ("paragraph", "From: Ada Penhale <ada@stanwold.example>"),
        ("paragraph", "To: members@stanwold.example"),
        ("paragraph", "Date: Tue, 14 Oct 2025 09:12:00 +0100"),
        ("paragraph", "Dear all,"),
        ("paragraph", "The lane will open again on 3 November."),
        ("item", "buses return"),
        ("item", "signs come down"),
        ("paragraph", "2 attached:"),
        ("item", "plan of the works.pdf"),
        ("item", "dates.csv"),
    ]
    assert reading.properties["title"] == "Bramble Lane closure – update" and reading.properties["created"].startswith(
        "2025-10-14"
    )


def test_plain_words_are_read_rather_than_their_copy_in_html(tmp_path: Path):
    reading = read_eml(save(tmp_path, message(plain="In plain words.", html="<p>In a web page.</p>")))
    assert [block.text for block in reading.blocks][-1] == "In plain words."


def test_html_alone_is_read_without_its_tags(tmp_path: Path):
    mail = EmailMessage()
    mail["Subject"] = "Notice"
    mail.set_content("<p>The <b>library</b> is closed on Monday.</p><script>x()</script>", subtype="html")
    assert read_eml(save(tmp_path, mail)).blocks[-1].text == "The library is closed on Monday."


@pytest.mark.parametrize("data", [b"", b"\n\n", b"just words without a header", bytes(range(256))])
def test_what_is_no_message_is_refused(tmp_path: Path, data: bytes):
    (tmp_path / "a.eml").write_bytes(data)
    with pytest.raises(UnreadableFile) as caught:
        read_eml(tmp_path / "a.eml")
    assert caught.value.advice


def test_headers_that_break_the_rules_stop_nothing(tmp_path: Path):
    (tmp_path / "a.eml").write_bytes(b"Subject: =?utf-8?q?broken=?=\nFrom: @@@ <\nDate: yesterday\n\nStill words.\n")
    reading = read_eml(tmp_path / "a.eml")
    assert reading.blocks[-1].text == "Still words." and "created" not in reading.properties
