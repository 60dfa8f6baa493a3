"""Questions about recorded votes, asked of minutes that print sixty names on a line: answered or declined in good time."""

import time
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.settings import load_settings
from index.embedder import WordHashEmbedder
from index.store import Store
from index.sync import sync_files

TITLES = ("Mr", "Mrs", "Ms", "Dr", "Lord")
BEGINS = ("Bar", "Cole", "Dun", "Ed", "Far", "Gil", "Har", "Ick", "Jar", "Ken", "Lam", "Mor")
ENDS = ("wick", "rington-King", "bridge", "sole", "ham", "ley-Rudd", "combe", "stow", "dale", "worth")
SURNAMES = [begin + end for begin in BEGINS for end in ENDS]
NAMES = [f"{TITLES[n % 5]} {chr(65 + n % 26)} {surname}" for n, surname in enumerate(SURNAMES)]
SECONDS = 3.0
"""The longest that anybody waits for an answer on two cores."""


def write_minutes(names_a_line: int) -> str:
    votes = []
    for number in range(1, 13):
        a, b = NAMES[number : number + names_a_line], NAMES[-names_a_line - number : -number]
        votes.append(
            f"{number}. Motion {number}: the ferry timetable for year {2000 + number}\n\n"
            f"{NAMES[number]} proposed and {NAMES[number + 1]} seconded the motion.\n\n"
            f"For ({len(a)}): {', '.join(a[:-1])} and {a[-1]}\n\nAgainst ({len(b)}): {', '.join(b)}\n\nAbstained (0)\n\n"
            "Motion carried.\n"
        )
    return "\n".join(["# Minutes of the Council of Withybeck, 4 March 2025", f"Present: {', '.join(NAMES)}.", *votes])


@pytest.mark.parametrize("names_a_line", [60, 110])
def test_questions_about_members_votes_end_in_good_time(tmp_path: Path, names_a_line: int):
    (tmp_path / "minutes.md").write_text(write_minutes(names_a_line), "utf-8")
    store = Store(tmp_path / "store", WordHashEmbedder(), create=True)
    sync_files(
        [tmp_path / "minutes.md"], catalogue=store.catalogue, vectors=store.vectors, embedder=store.embedder, seconds_per_file=60
    )
    assistant = Assistant(store, load_settings())
    for question in (
        f"How did {NAMES[9]} vote on the ferry timetable?",
        f"Which members voted against motion 3, and did {NAMES[40]} vote for it?",
        "Who was present at the meeting of the Council?",
        "What did the Council decide about the ferry timetable?",
    ):
        began = time.thread_time()
        answer = assistant.ask(question)
        assert time.thread_time() - began < SECONDS, question
        assert answer.status in ("answered", "not_found"), answer.text
    store.close()
