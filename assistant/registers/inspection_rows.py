"""What the register of inspections answers, as rows that cite the words of the reports."""

from assistant.registers.reading import ASKS_COUNT, drop_repeats, stem_words
from assistant.registers.rows import Listing, Range, Row, cite_record
from index.registers import StoredRecord
from ingest.dates import parse_date, write_date
from ingest.patterns import IGNORECASE, MULTILINE, compile_pattern
from ingest.records.inspections_compare import Comparison, compare_inspections, name_provider
from ingest.records.inspections_frameworks import KINDS
from ingest.records.inspections_grades import rank_grade
from ingest.records.inspections_judgements import find_area
from ingest.records.record import NOT_IN_FRAMEWORK, Inspection, Judgement

_OVERALL = ("overall effectiveness", "overall")
_PROVIDERS = compile_pattern(r"\b(?:councils|providers|authorities|schools|services)\b", IGNORECASE)


def area_key(record: Inspection, judgement: Judgement) -> str:
    """The area that a judgement is on, the same in every wording of a framework."""
    kind = next((kind for kind in KINDS if kind.name == record.kind), None)
    return find_area(kind, judgement.area) if kind else judgement.area.lower()


def _head(one: StoredRecord, upto: str) -> Range | None:
    """From the beginning of a record's quote to the end of the line in which the words stand."""
    quote = one.record.place.quote
    at = quote.find(upto)
    if at < 0:
        return None
    end = quote.find("\n", at)
    start = quote.rfind("\n", 0, at) + 1
    return cite_record(one, one.record.place.start + start, one.record.place.start + (end if end >= 0 else len(quote)))


def _when_range(one: StoredRecord) -> Range:
    """The line of the head that states the days, else the whole quote."""
    quote = one.record.place.quote
    found = compile_pattern(r"^.*\binspect(?:ion|ed)\b.*\bdates?\b.*$", IGNORECASE | MULTILINE).search(quote)
    if not found:
        return cite_record(one)
    return cite_record(one, one.record.place.start + found.start(), one.record.place.start + found.end())


def said_days(record: Inspection) -> str:
    """The days of an inspection: "3 to 14 October 2022", "October 2023"; "" where none is stated."""
    first, last = (parse_date(stated or "") for stated in (record.began, record.ended))
    if first and last and first != last:
        same = (first.year, first.month) == (last.year, last.month)
        return f"{first.day if same else write_date(first)} to {write_date(last)}"
    stated = record.began or record.published
    if not stated:
        return ""
    return _said_stated(stated)


def _said_stated(stated: str) -> str:
    if day := parse_date(stated):
        return write_date(day)
    first = parse_date(f"{stated}-01")
    return write_date(first).split(" ", 1)[1] if first else stated


def _title(one: StoredRecord) -> str:
    record = one.record
    return " ".join(
        part for part in (record.inspectorate, record.kind, f"inspection of {record.provider or record.place.council}") if part
    )


def say_days(latest: StoredRecord, kept: list[StoredRecord]) -> Listing | None:
    """When an inspection was. Mentions that state different days answer nothing: which of them is meant is not known."""
    record = latest.record
    if not said_days(record) or (record.source == "mention" and len({said_days(one.record) for one in kept} - {""}) > 1):
        return None
    verb = "" if record.began else "published "
    return Listing(rows=(Row(cites=(_when_range(latest),), name=_title(latest), words=f"{verb}{said_days(record)}"),))


def say_lead(latest: StoredRecord) -> Listing | None:
    """Who led an inspection; None where the report does not name them."""
    lead = latest.record.lead_inspector
    cited = lead and _head(latest, lead)
    if not cited:
        return None
    return Listing(
        rows=(
            Row(
                cites=(cited, _when_range(latest)),
                name=f"{_title(latest)}, {said_days(latest.record)}",
                words=f"lead inspector {lead}",
            ),
        )
    )


def say_improvements(latest: StoredRecord) -> Listing | None:
    """What an inspection says needs to improve, point by point."""
    from_text = latest.record.improvements
    if not from_text:
        return None
    return Listing(
        rows=tuple(Row(cites=(cite_record(latest, start, end),)) for start, end in from_text),
        opening=f"{_title(latest)}, {said_days(latest.record)}",
        opening_cites=(_when_range(latest),),
    )


def _judgement_range(one: StoredRecord, judgement: Judgement) -> Range:
    return cite_record(one, judgement.start, judgement.end)


def say_grades(latest: StoredRecord, area_names: list[str]) -> Listing | None:
    """The judgements of an inspection, or those on the areas named."""
    record = latest.record
    judgements = [j for j in record.judgements if not area_names or area_key(record, j) in area_names]
    absent = [j for j in judgements if j.grade == NOT_IN_FRAMEWORK]
    if absent and area_names:
        # What is not judged apart may be judged together with something else.
        named = [stem_words(name) for name in area_names]
        judgements += [j for j in record.judgements if j.quote and all(name <= stem_words(j.area) for name in named)]
    graded = [j for j in judgements if j.grade and j.quote]
    if not graded:
        return None
    rows = tuple(Row(cites=(_judgement_range(latest, j),), name=j.area, words=j.grade or "") for j in graded)
    days = said_days(record)
    return Listing(rows=rows, opening=f"{_title(latest)}{f', {days}' if days else ''}", opening_cites=(_when_range(latest),))


def correct_grade(latest: StoredRecord, taken: str, area_names: list[str]) -> Listing | None:
    """The grades given, where a question takes another for granted; None where it was given, for then it is asked why."""
    record = latest.record
    asked = [j for j in record.judgements if j.grade and j.quote and (not area_names or area_key(record, j) in area_names)]
    if not asked or any(rank_grade(j.grade) == rank_grade(taken) for j in asked):
        return None
    return say_grades(latest, area_names)


def say_areas_graded(latest: StoredRecord, grade: str) -> Listing | None:
    """The areas that an inspection gave one grade; None where it gave it to none."""
    record = latest.record
    graded = [j for j in record.judgements if j.quote and j.grade and rank_grade(j.grade) == rank_grade(grade)]
    if not graded:
        return None
    rows = tuple(Row(cites=(_judgement_range(latest, j),), name=j.area, words=j.grade or "") for j in graded)
    return Listing(rows=rows, opening=f"{_title(latest)}, {said_days(record)}", opening_cites=(_when_range(latest),))


def say_comparison_before(latest: StoredRecord, stored: list[StoredRecord]) -> Listing | None:
    """An inspection beside the one before it of the same provider, judgement by judgement; None where there is none before."""
    by_record = {id(one.record): one for one in stored}
    pairs = [pair for pair in compare_inspections([one.record for one in stored]) if pair.later is latest.record]
    return _say_comparison(pairs[0], by_record) if pairs else None


def _say_comparison(pair: Comparison, by_record: dict[int, StoredRecord]) -> Listing:
    later, earlier = by_record[id(pair.later)], by_record[id(pair.earlier)]
    rows = []
    for change in pair.changes:
        said, cites = [], []
        for one, judgement in ((later, change.later), (earlier, change.earlier)):
            if judgement is None:
                said.append("not judged")
            elif judgement.quote:
                said.append(judgement.grade or "not readable")
                cites.append(_judgement_range(one, judgement))
            else:
                said.append(judgement.grade or "not readable")
        if cites:
            outcome = "" if change.outcome == "not comparable" else f" ({change.outcome})"
            name = _short_area(pair.later, change.later or change.earlier)
            rows.append(Row(cites=tuple(cites), name=name, words=f"{said[0]}, before {said[1]}{outcome}"))
    return Listing(
        rows=tuple(rows),
        opening=f"{_title(later)}, {said_days(later.record)}, beside that of {said_days(earlier.record)}",
        opening_cites=(_when_range(later), _when_range(earlier)),
    )


def _short_area(record: Inspection, judgement: Judgement) -> str:
    key = area_key(record, judgement)
    return key[:1].upper() + key[1:]


def list_inspections(kept: list[StoredRecord], grade: str | None, area_names: list[str], text: str) -> Listing | None:
    """The inspections, the newest first. Only reports are counted: papers mention one inspection many times."""
    if compile_pattern(r"\bschools\b", IGNORECASE).search(text):
        kept = [one for one in kept if one.record.kind == "school"]
    counts = ASKS_COUNT.search(text) is not None
    reports = [one for one in kept if one.record.source == "report"]
    if counts and not reports:
        return None
    listed = drop_repeats(
        sorted(reports or kept, key=lambda one: one.record.began or one.record.published or "", reverse=True),
        lambda one: (name_provider(one.record), one.record.kind, one.record.began or one.record.published if reports else ""),
    )
    rows: list[Row] = []
    named: list[str] = []
    for one in listed:
        days = said_days(one.record)
        if grade is None:
            rows += [Row(cites=(_when_range(one),), name=_title(one), words=days)] if days else []
            continue
        for judgement in one.record.judgements:
            key = area_key(one.record, judgement)
            fits = key in (area_names or _OVERALL) and rank_grade(judgement.grade) == rank_grade(grade)
            if fits and judgement.quote:
                said = f"{_short_area(one.record, judgement)}: {judgement.grade}"
                name = f"{_title(one)}, {days}" if days else _title(one)
                rows.append(Row(cites=(_judgement_range(one, judgement), _when_range(one)), name=name, words=said))
                named.append(name_provider(one.record))
    if not rows or (counts and _PROVIDERS.search(text) and len(set(named)) < len(rows)):
        return None
    return (
        Listing(rows=tuple(rows), noun="inspection report", plural="inspection reports") if reports else Listing(rows=tuple(rows))
    )
