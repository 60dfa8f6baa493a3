"""Trains the answer finder on the made-up extracts: `python -m index.answer_finder.train FILE` writes weights.

An extract of a paper comes with questions that its sentences answer, and with questions that look like them and have no answer
there. For each question the model chooses among its answer, the sentences that share the most words with it, and "none of them".
Two epochs or three are enough; on two processor cores they take about 20 minutes. Written for this program, without real
councils, people or papers; under the licence of the program.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import Stemmer
import torch
from safetensors.torch import save_file
from torch import nn

from index.answer_finder import EXTRACTS, is_held_out
from index.answer_finder.layers import Match, Read, load_published, make_trainable
from index.answer_finder.matcher import LONGEST_TOKENS
from index.embedder import default_folder
from index.retriever import subject_words
from index.tokens import TokenReader

OTHERS = 5
"""Sentences set beside the answer."""
BATCH = 16
LEARNING_RATE = 1e-3
WARM_UP_STEPS = 30
DROPOUT = 0.1
_STEM = Stemmer.Stemmer("english")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with the sentences of its extract that answer it, none where it has no answer, and all the others."""

    question: str
    answers: tuple[str, ...]
    others: tuple[str, ...]


def read_extracts(folder: Path = EXTRACTS) -> tuple[list[Asked], list[Asked]]:
    """What is trained on, and what is held out."""
    parts: tuple[list[Asked], list[Asked]] = ([], [])
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            parts[is_held_out(number)].extend(_read_extract(json.loads(line)))
    return parts


def _read_extract(extract: dict) -> Iterator[Asked]:
    sentences = {
        (at, place): f"{passage['heading']}: {sentence}"
        for at, passage in enumerate(extract["passages"])
        for place, sentence in enumerate(passage["sentences"])
    }
    asked = [(q["q"], {tuple(place) for place in q["gold"]}) for q in extract["questions"]]
    for question, places in [*asked, *((q, set()) for q in extract["unanswerable"])]:
        yield Asked(
            question=question,
            answers=tuple(sentences[place] for place in sorted(places)),
            others=tuple(text for place, text in sentences.items() if place not in places),
        )


class Pairs:
    """Questions and statements as the model reads them: what the lower layers make of each text, worked out once."""

    def __init__(self, texts: Sequence[str], folder: Path):
        read, self._states = Read(load_published(folder)), {}
        with torch.no_grad():
            for places, ids, mask in TokenReader(folder, LONGEST_TOKENS).read_batches(texts, 32):
                hidden = read(torch.from_numpy(ids), torch.from_numpy(mask)).half()
                for row, place in enumerate(places):
                    self._states[texts[place]] = hidden[row, : int(mask[row].sum())].clone()

    def read(self, pairs: Sequence[tuple[str, str]]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """The input of `Match`."""
        states = [(self._states[question].float(), self._states[statement].float()) for question, statement in pairs]
        longest = max(len(asked) + len(said) for asked, said in states)
        hidden = torch.zeros(len(pairs), longest, states[0][0].shape[1])
        is_question, is_statement = torch.zeros(len(pairs), longest), torch.zeros(len(pairs), longest)
        for row, (asked, said) in enumerate(states):
            end = len(asked) + len(said)
            hidden[row, :end] = torch.cat([asked, said])
            is_question[row, : len(asked)] = 1
            is_statement[row, len(asked) : end] = 1
        return hidden, is_question, is_statement


def choose_others(asked: Asked, chance: random.Random) -> list[str]:
    """Other sentences that are hard to tell from an answer: those that share the most words with the question."""
    own = set(_STEM.stemWords(subject_words(asked.question)))
    shared = {text: len(own & set(_STEM.stemWords(subject_words(text)))) for text in asked.others}
    return sorted(asked.others, key=lambda text: -shared[text] - 1.5 * chance.random())[:OTHERS]


def train(items: list[Asked], pairs: Pairs, epochs: int, seed: int, folder: Path) -> Match:
    torch.manual_seed(seed)
    chance, match = random.Random(seed), make_trainable(folder, DROPOUT)
    trained = [parameter for parameter in match.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=LEARNING_RATE, weight_decay=0.01)
    steps = epochs * (len(items) // BATCH)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / WARM_UP_STEPS) * max(0.03, 1 - step / steps)
    )
    match.train()
    for step in range(steps):
        at = step % (len(items) // BATCH)
        if at == 0:
            chance.shuffle(items)
        chosen = items[at * BATCH : (at + 1) * BATCH]
        texts = [[*([chance.choice(a.answers)] if a.answers else []), *choose_others(a, chance)] for a in chosen]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = match(*pairs.read([(a.question, text) for a, many in zip(chosen, texts, strict=True) for text in many]))
        loss = sum(
            nn.functional.cross_entropy(
                # The last choice, whose score is 0, is "none of them".
                torch.cat([part.float(), torch.zeros(1)])[None],
                torch.tensor([0 if a.answers else len(part)]),
            )
            for a, part in zip(chosen, scores.split([len(many) for many in texts]), strict=True)
        )
        optimizer.zero_grad()
        (loss / BATCH).backward()
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        pace.step()
        if step % 20 == 19:
            print(f"step {step + 1} of {steps}: loss {float(loss) / BATCH:.3f}", flush=True)
    return match.eval()


def measure(match: Match, held_out: Sequence[Asked], pairs: Pairs) -> tuple[float, float]:
    """Of what is held out: the share of questions whose best sentence answers, and how often the best sentence of an answerable
    question scores above that of an unanswerable one."""
    right, answered, unanswered = 0, [], []
    with torch.no_grad():
        for asked in held_out:
            scores = match(*pairs.read([(asked.question, text) for text in (*asked.answers, *asked.others)]))
            best = int(scores.argmax())
            right += best < len(asked.answers)
            (answered if asked.answers else unanswered).append(float(scores[best]))
    apart = sum(high > low for high in answered for low in unanswered) / (len(answered) * len(unanswered))
    return right / len(answered), apart


def save(match: Match, file: Path) -> None:
    """The additions, half precision, and the score's own numbers."""
    kept = {name: value for name, value in match.state_dict().items() if not name.startswith("layers.")}
    added = {name: value for name, value in match.state_dict().items() if name.endswith((".down", ".up"))}
    save_file({**kept, **{name: value.half().contiguous() for name, value in added.items()}}, file)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description="Train the answer finder.")
    parser.add_argument("file", type=Path, help="where the weights are written, such as weights.safetensors")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    folder = default_folder()
    items, held_out = read_extracts()
    texts = {text for asked in (*items, *held_out) for text in (asked.question, *asked.answers, *asked.others)}
    print(f"{len(items)} questions to train on, {len(held_out)} held out", flush=True)
    pairs = Pairs(sorted(texts), folder)
    match = train(items, pairs, chosen.epochs, chosen.seed, folder)
    right, apart = measure(match, held_out, pairs)
    save(match, chosen.file)
    print(f"held out: best sentence answers {right:.3f}, answerable told from unanswerable {apart:.3f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
