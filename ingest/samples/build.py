"""Builds the sample papers: `python -m ingest.samples.build` writes them all again. Needs ReportLab, of the dev set-up."""

from collections.abc import Callable
from pathlib import Path

from ingest.samples import papers_folder
from ingest.samples.layout.pack import draw_agenda_pack, draw_minutes
from ingest.samples.layout.powerpoint import write_slides
from ingest.samples.layout.scan import scan_public_notice
from ingest.samples.layout.web import write_decision_notice
from ingest.samples.layout.word import write_member_report

PAPERS: dict[str, Callable[[], bytes]] = {
    "stanwold-cabinet-agenda-pack-2025-10-14.pdf": draw_agenda_pack,
    "stanwold-cabinet-draft-minutes-2025-10-14.pdf": draw_minutes,
    "stanwold-cabinet-member-report-2024-11-28.docx": write_member_report,
    "stanwold-childrens-performance-2025-11-18.pptx": write_slides,
    "stanwold-decision-home-to-school-travel-2025-11-25.html": write_decision_notice,
    "stanwold-public-notice-withybeck-school-2025-11-06.pdf": scan_public_notice,
}


def build_papers(folder: Path) -> tuple[Path, ...]:
    """Writes every paper into `folder`, which must exist, and returns their paths. The same libraries give the same bytes."""
    paths = []
    for name, make in PAPERS.items():
        path = folder / name
        path.write_bytes(make())
        paths.append(path)
    return tuple(paths)


if __name__ == "__main__":
    for written in build_papers(papers_folder()):
        print(f"{written.name}: {written.stat().st_size:,} bytes")
