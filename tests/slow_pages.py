"""A PDF of some kilobytes whose page takes many seconds to draw: a little program works out the colour of every point, many times
over. Its words are read at once, and are too many for the page to be taken for a scan."""

from pathlib import Path

WORDS = "Kelverton library shall open on Sundays"
LINES = 20


def write_slow_page(path: Path, *, times: int = 60) -> Path:
    """Write the file at `path`; it takes longer the larger `times` is."""
    program = "{" + "dup sin cos " * times + "dup }"
    lines = "".join(f"({WORDS}) Tj 0 -20 Td " for _ in range(LINES))
    content = f"BT /F 12 Tf 72 700 Td {lines} ET q 595 0 0 842 0 0 cm " + "/S sh " * 50 + "Q"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F 5 0 R >> /Shading << /S 6 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /ShadingType 1 /ColorSpace /DeviceRGB /Domain [0 1 0 1] /Function 7 0 R >>",
        f"<< /FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1] /Length {len(program)} >>\nstream\n{program}\nendstream",
    )
    written, places = "%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    path.write_text(f"{written}{end}startxref\n{len(written)}\n%%EOF\n", encoding="ascii")
    return path
