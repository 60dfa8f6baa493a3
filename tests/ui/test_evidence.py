"""Evidence records: what was changed in one does not pass, who made it is known by its signature, and nothing in one is a
fault."""

import json
import stat
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files
from ui.asked import Asked, Turn
from ui.cli import main
from ui.exports.evidence import EvidenceProblem, is_deeper, read_evidence, write_canonical, write_evidence
from ui.exports.signing import KEY, KeyProblem, find_key, make_key, sign
from ui.exports.verifying import verify_evidence
from ui.service import Service
from ui.site.app import build_app

MADE = datetime(2026, 3, 3, 19, 30)
MINUTES = """# Anyshire Borough Council

# Minutes of the Library Board

5 March 2024

## 1. Opening hours

1.1 The Board resolved that Kelverton library shall open on Sundays from 10 am to 4 pm.

1.2 A budget of £48,500 was approved for the staff of Kelverton library, up from £40,000 in the year before.
\f
## 2. Fees

2.1 The Board noted that no fees are charged for reservations of books in the county.
"""
QUESTION = "What budget was approved for the staff of Kelverton library?"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("evidence")
    (folder / "minutes.txt").write_text(MINUTES, "utf-8")
    store = Store(folder / "store", WordHashEmbedder(), create=True)
    sync_files(
        [folder / "minutes.txt"], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60
    )
    return store


@pytest.fixture(scope="module")
def assistant(store: Store) -> Assistant:
    settings = load_settings()
    bold = settings.answering.model_copy(update={"least_confidence": 0.0})
    return Assistant(store, settings.model_copy(update={"answering": bold}))


@pytest.fixture(scope="module")
def key(store: Store) -> bytes:
    return make_key(store.folder)


@pytest.fixture(scope="module")
def record(assistant: Assistant, key: bytes) -> dict:
    turn = Turn(asked=Asked(question=QUESTION), answer=assistant.ask(QUESTION))
    assert "48,500" in turn.answer.text
    return json.loads(write_evidence([turn], made=MADE, left_out=False, key=key))


@pytest.fixture
def verify(store: Store, key: bytes, tmp_path: Path) -> Callable[..., list[tuple[int, str, str]]]:
    """Number, verdict and words of each finding on a record."""

    def look(record: dict, *, key: bytes | None = key) -> list[tuple[int, str, str]]:
        path = tmp_path / "record.json"
        path.write_text(json.dumps(record), "utf-8")
        found = verify_evidence(*read_evidence(path), store.catalogue, key)
        return [(finding.number, finding.verdict, finding.said) for finding in found]

    return look


def forge(record: dict, key: bytes | None = None) -> dict:
    """A changed record with the digest that fits it, as whoever changes one can write it; signed only with a key."""
    from hashlib import sha256

    record = {name: value for name, value in record.items() if name != "signature"}
    bare = write_canonical(record)
    return {**record, "sha256": sha256(bare).hexdigest(), **({"signature": sign(bare, key)} if key else {})}


def test_a_record_holds_against_the_papers_and_its_signature_is_right(record, verify):
    found = verify(record)
    assert {verdict for _, verdict, _ in found} == {"holds"} and len(found) == 3 + len(record["answers"][0]["citations"])
    assert "signature is right" in found[1][2]


CHANGES: dict[str, tuple[Callable[[dict], object], str]] = {
    "title": (lambda one: one["citations"][0].update(document="Minutes of the Secret Board"), "its title is"),
    "council": (lambda one: one["citations"][0].update(council="Other Council"), "its council is"),
    "body": (lambda one: one["citations"][0].update(body="Cabinet"), "its body is"),
    "date": (lambda one: one["citations"][0].update(date="1999-01-01"), "its date is"),
    "no date": (lambda one: one["citations"][0].update(date=None), "its date is"),
    "page": (lambda one: one["citations"][0].update(page=99), "its page is"),
    "page label": (lambda one: one["citations"][0].update(page_label="xcix"), "its printed page is"),
    "file": (lambda one: one["citations"][0].update(file="confession.pdf"), "calls the file confession.pdf"),
    "section": (lambda one: one["citations"][0].update(section="Guilty plea"), "does not stand under"),
    "empty quote": (lambda one: one["citations"][0].update(quote="", start=5, end=5), "the quote is empty"),
    "blank quote": (lambda one: one["citations"][0].update(quote=" "), "the quote is empty"),
    "negative": (lambda one: one["citations"][0].update(start=-80, end=-50), "is no place in its text"),
    "beyond": (lambda one: one["citations"][0].update(start=10**9, end=10**9 + 5), "is no place in its text"),
    "backwards": (lambda one: one["citations"][0].update(start=50, end=40), "is no place in its text"),
    "quote": (lambda one: one["citations"][0].update(quote="nobody said this"), "the quote is not in its text"),
    "other file": (lambda one: one["citations"][0].update(sha256="0" * 64), "no document with this content"),
    "figure": (lambda one: one.update(text=one["text"].replace("48,500", "84,500")), "stands in nothing that it cites"),
    "mark": (lambda one: one.update(text=one["text"] + " Fees are charged. [7]"), "[7] in its text is none"),
    "no mark": (lambda one: one.update(text=one["text"].replace("[1]", "")), "supports nothing"),
    "words": (lambda one: one.update(text="Everything is free everywhere forever. [1]"), "most of its words"),
    "no citations": (lambda one: one.update(citations=[]), "cites nothing"),
    "a refusal that cites": (lambda one: one.update(status="not_found"), "is no answer and cites papers"),
    "numbering": (lambda one: one["citations"][0].update(number=2), "not numbered from 1"),
    "the same number": (lambda one: one["citations"].append(deepcopy(one["citations"][0])), "not numbered from 1"),
}


@pytest.mark.parametrize(("change", "said"), CHANGES.values(), ids=CHANGES.keys())
def test_what_was_changed_fails_though_its_digest_was_made_to_fit(record, verify, key, change, said):
    changed = deepcopy(record)
    change(changed["answers"][0])
    assert changed != record
    for found in (verify(forge(changed)), verify(forge(changed, key))):
        assert [words for _, verdict, words in found if verdict not in ("holds", "unsigned") and said in words], found
    # With the digest and the signature as they were it fails by them too.
    assert [verdict for _, verdict, _ in verify(changed)[:2]] == ["changed", "changed"]


def test_a_record_without_answers_shows_nothing(record, verify):
    assert "changed" in [verdict for _, verdict, _ in verify(forge({**record, "answers": []}))]


def test_a_number_may_be_worked_out_from_two_that_its_own_sentence_names(record, verify):
    changed = deepcopy(record)
    answer = changed["answers"][0]
    answer["text"] = "Worked out: the difference between £48,500 and £40,000 is £8,500 for the staff of the library. [1]"
    quote = answer["citations"][0]
    assert "40,000" in quote["quote"]
    assert {verdict for _, verdict, _ in verify(forge(changed))} == {"holds", "unsigned"}
    answer["text"] = answer["text"].replace("8,500", "9,500")
    assert "changed" in [verdict for _, verdict, _ in verify(forge(changed))]


def test_a_missing_wrong_or_foreign_signature_is_said(record, verify, key):
    unsigned = forge(record)
    assert [(verdict, "not signed" in said) for _, verdict, said in verify(unsigned)][1] == ("unsigned", True)
    wrong = {**record, "signature": {**record["signature"], "hmac_sha256": "0" * 64}}
    assert "signature is wrong" in verify(wrong)[1][2] and verify(wrong)[1][1] == "changed"
    other = forge(record, bytes(32))
    assert verify(other)[1][1] == "missing" and "another store" in verify(other)[1][2]
    assert verify(record, key=None)[1][1] == "missing"
    half = {**record, "signature": {**record["signature"], "hmac_sha256": "é"}}
    assert verify(half)[1][1] == "changed"


def test_a_record_of_the_first_version_is_still_read(record, verify):
    old = forge({**record, "version": 1})
    assert {verdict for _, verdict, _ in verify(old)} == {"holds", "unsigned"}


def test_the_command_says_it_and_fails_for_an_unsigned_record_where_that_is_asked(record, store, tmp_path, capsys):
    path = tmp_path / "record.json"
    for content, words, status in (
        (record, (), 0), (record, ("--signed",), 0), (forge(record), (), 0), (forge(record), ("--signed",), 1),
    ):  # fmt: skip
        path.write_text(json.dumps(content), "utf-8")
        assert main(["verify", str(path), "--store", str(store.folder), *words]) == status
    assert "not signed" in capsys.readouterr().out


HARD = {
    "deep": "[" * 200_000,
    "deep objects": '{"a":' * 5_000,
    "deep and whole": "[" * 100_000 + "]" * 100_000,
    "huge": '{"kind": "' + "x" * 6_000_000 + '"}',
    "long number": '{"kind": "council-evidence", "version": ' + "9" * 5000 + "}",
    "no number": '{"kind": "council-evidence", "version": NaN}',
    "half a character": '{"kind": "\\ud800"}',
    "empty": "",
    "list": "[]",
    "other": '{"kind": "other"}',
    "words": "not JSON",
    "part": '{"kind": "council-evidence", "version": 1}',
    "no UTF-8": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("content", HARD.values(), ids=HARD.keys())
def test_what_is_no_record_is_refused_in_words(content, tmp_path):
    path = tmp_path / "x.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(EvidenceProblem, match=r"x\.json is no evidence record"):
        read_evidence(path)


@pytest.mark.parametrize(
    ("field", "value"),
    [("start", 10**30), ("start", "5"), ("end", True), ("page", 1.5), ("quote", "x" * 200_000), ("sha256", None), ("number", -1)],
)
def test_a_field_of_another_kind_or_size_is_refused_or_found_wrong(record, verify, field, value):
    changed = deepcopy(record)
    changed["answers"][0]["citations"][0][field] = value
    try:
        found = verify(forge(changed))
    except EvidenceProblem as problem:
        assert field in str(problem)
    else:
        assert "changed" in [verdict for _, verdict, _ in found]


@given(st.recursive(st.text(max_size=8), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner)))
def test_depth_is_told_as_it_is(value):
    def depth(value) -> int:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
        return 0 if inner is None else 1 + max(map(depth, inner), default=0)

    data = json.dumps(value).encode()
    assert not is_deeper(data, depth(value)) and (depth(value) == 0 or is_deeper(data, depth(value) - 1))


def test_the_key_is_its_owners_alone_made_once_and_a_damaged_one_is_named(tmp_path):
    assert find_key(tmp_path) is None
    made = make_key(tmp_path)
    assert make_key(tmp_path) == find_key(tmp_path) == made and len(made) == 32
    assert stat.S_IMODE((tmp_path / KEY).stat().st_mode) == 0o600 and [file.name for file in tmp_path.iterdir()] == [KEY]
    (tmp_path / KEY).write_text("no key")
    with pytest.raises(KeyProblem, match="damaged"):
        make_key(tmp_path)


def test_a_record_saved_from_the_page_is_signed_by_the_store_and_passes(assistant, verify):
    app = build_app(Service(assistant), lambda app: None)
    site = TestClient(app, base_url="http://127.0.0.1:7860", client=("127.0.0.1", 5000))
    saved = site.get("/export.json", params=[("q", QUESTION), ("q", "Was a zoo opened in Kelverton?"), ("q", "a\ufffeb")])

    assert saved.status_code == 200 and {verdict for _, verdict, _ in verify(saved.json())} == {"holds"}


@pytest.mark.parametrize(
    "question",
    [
        "What did the Cabinet resolve about Kelverton library?",
        "How many foster carers were there in March 2023 and by how much did allowances rise?",
        "List the decisions of the Cabinet",
        "How many loans were there at Withybeck?",
        "What does SIS stand for?",
        "When is Bramble Lane closed?",
        "What is the difference in loans between Kelverton and Withybeck?",
    ],
)
def test_answers_of_every_kind_hold(assistant_with, small_store, question, tmp_path):
    answer = assistant_with(least_confidence=0.0).ask(question)
    path = tmp_path / "record.json"
    path.write_bytes(write_evidence([Turn(asked=Asked(question=question), answer=answer)], made=MADE, left_out=False))
    found = list(verify_evidence(*read_evidence(path), small_store.catalogue))

    assert [finding for finding in found if finding.verdict not in ("holds", "unsigned")] == []


def test_half_a_character_in_a_question_is_replaced(assistant):
    answer = assistant.ask(QUESTION)
    data = write_evidence([Turn(asked=Asked(question="Why \ud800?"), answer=answer)], made=MADE, left_out=False)
    assert json.loads(data)["answers"][0]["question"] == "Why \ufffd?"


def test_a_changed_file_and_a_missing_one_do_not_pass(tmp_path):
    paper = tmp_path / "minutes.txt"
    paper.write_text(MINUTES, "utf-8")
    store = Store(tmp_path / "store", WordHashEmbedder(), create=True)

    def sync() -> None:
        sync_files(
            [paper], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60
        )

    sync()
    settings = load_settings()
    bold = settings.answering.model_copy(update={"least_confidence": 0.0})
    answer = Assistant(store, settings.model_copy(update={"answering": bold})).ask(QUESTION)
    turn = Turn(asked=Asked(question=QUESTION), answer=answer)
    (tmp_path / "r.json").write_bytes(write_evidence([turn], made=MADE, left_out=False))

    def verdicts() -> list[str]:
        findings = verify_evidence(*read_evidence(tmp_path / "r.json"), store.catalogue)
        return [finding.verdict for finding in findings if finding.number]

    assert set(verdicts()) == {"holds"}
    paper.write_text(MINUTES.replace("Sundays", "Mondays"), "utf-8")
    assert set(verdicts()) == {"changed"}
    sync()
    assert set(verdicts()) == {"missing"}


def test_changed_records_of_others_do_not_pass(shared, store):
    files = sorted((shared / "faults" / "doors").glob("ev-*.json"))
    assert files
    for path in files:
        assert main(["verify", str(path), "--store", str(store.folder)]) == 1
