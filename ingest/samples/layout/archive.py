"""Makes the files of Word and PowerPoint repeatable: the same parts give the same bytes, whenever they are saved."""

import zipfile
from io import BytesIO

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can state; it stands for "no time"."""


def fix_times(archive: bytes) -> bytes:
    """The zip file with the same members in the same order, none of them with a time of its own."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            entry = zipfile.ZipInfo(member.filename, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(member))
    return out.getvalue()
