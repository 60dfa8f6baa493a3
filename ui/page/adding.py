"""Where papers are added on the documents page, as HTML; `static/adding.js` sends what is chosen or dropped there."""

LINK = "To add papers and to see exempt ones, open the link that council serve printed when it started."


def render_adding(manages: bool, *, by_link: bool) -> str:
    """The place for files; for who may not add papers, how to come to it where the link of the start is the way (`by_link`)."""
    if not manages:
        return f'<p class="quiet-text">{LINK}</p>' if by_link else ""
    return (
        '<section id="files" data-adds><h2>Add papers</h2><p>PDF, Word, PowerPoint, Excel, CSV, e-mail, web pages, text and '
        "pictures. They are read on this machine.</p>"
        '<label for="sent">Drop files here, or choose them</label><input type="file" id="sent" multiple></section>'
        '<div id="done"></div>'
    )
