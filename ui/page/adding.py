"""Where papers are added on the documents page, as HTML; `static/adding.js` sends what is chosen or dropped there."""


def render_adding(manages: bool) -> str:
    """The place for files; nothing for who may not add papers."""
    if not manages:
        return ""
    return (
        '<section id="files" data-adds><h2>Add papers</h2><p>PDF, Word, PowerPoint, Excel, CSV, e-mail, web pages, text and '
        "pictures. They are read on this machine.</p>"
        '<label for="sent">Drop files here, or choose them</label><input type="file" id="sent" multiple></section>'
        '<div id="done"></div>'
    )
