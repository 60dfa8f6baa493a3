"""The answer finder as torch modules: the published layers of all-MiniLM-L6-v2, the upper half with what was trained added.

The lower half reads a text by itself; the upper half reads a question and a statement together.
"""

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn

from index.sentence_model import load_sentence_transformer

LOWER_LAYERS = 3
WIDTH = 384
RANK = 16
"""Of the low-rank additions to the linear maps (LoRA, Hu et al. 2021)."""
LINEAR = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
"""The linear maps of a layer that are added to."""


class Read(nn.Module):
    """Token ids and mask to what the lower layers make of them."""

    def __init__(self, model: nn.Module):
        super().__init__()
        self.embeddings = model.embeddings
        self.layers = model.encoder.layer[:LOWER_LAYERS]

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return run_layers(self.layers, self.embeddings(input_ids=ids), mask)


class Match(nn.Module):
    """The upper layers over a question and a statement, one after the other. The score is a logit: the cosine of the means of
    the two, scaled, and a linear part of the first token and of the product of the means."""

    def __init__(self, model: nn.Module, dropout: float = 0.0):
        super().__init__()
        self.layers = model.encoder.layer[LOWER_LAYERS:]
        self.side = nn.Parameter(torch.zeros(2, WIDTH))
        self.scale = nn.Parameter(torch.tensor(6.0))
        self.bias = nn.Parameter(torch.tensor(-3.0))
        self.linear = nn.Linear(2 * WIDTH, 1)
        self.dropout = nn.Dropout(dropout)
        nn.init.zeros_(self.linear.weight)
        nn.init.zeros_(self.linear.bias)

    def forward(self, hidden: torch.Tensor, is_question: torch.Tensor, is_statement: torch.Tensor) -> torch.Tensor:
        hidden = hidden + is_question.unsqueeze(-1) * self.side[0] + is_statement.unsqueeze(-1) * self.side[1]
        hidden = run_layers(self.layers, hidden, is_question + is_statement)
        hidden = hidden.float()
        asked, said = mean_vector(hidden, is_question), mean_vector(hidden, is_statement)
        told = torch.cat([asked * said * 20, hidden[:, 0]], -1)
        return self.scale * (asked * said).sum(-1) + self.bias + self.linear(self.dropout(told)).squeeze(-1)


class Added(nn.Module):
    """A linear map with a trainable addition of low rank."""

    def __init__(self, published: nn.Linear):
        super().__init__()
        self.published = published
        self.down = nn.Parameter(torch.randn(RANK, published.in_features) / math.sqrt(published.in_features))
        self.up = nn.Parameter(torch.zeros(published.out_features, RANK))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.published(x) + 2 * (x @ self.down.T @ self.up.T)


def run_layers(layers: nn.ModuleList, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    # Tokens that only fill the batch up are hidden from attention by a number below any other.
    hides = ((1.0 - mask[:, None, None, :]) * -1e4).to(hidden.dtype)
    for layer in layers:
        out = layer(hidden, attention_mask=hides)
        hidden = out[0] if isinstance(out, tuple) else out
    return hidden


def mean_vector(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    mean = (hidden * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
    return nn.functional.normalize(mean, dim=-1)


def load_published(folder: Path) -> nn.Module:
    return load_sentence_transformer(folder)[0].auto_model.eval().requires_grad_(False)


def make_trainable(folder: Path, dropout: float) -> Match:
    """The upper half with additions that change nothing yet; they and the score are all that is trained."""
    match = Match(load_published(folder), dropout)
    for layer in match.layers:
        for name in LINEAR:
            above, _, last = name.rpartition(".")
            setattr(layer.get_submodule(above), last, Added(layer.get_submodule(name)))
    return match


def load_match(folder: Path, weights: Path) -> tuple[nn.Module, tuple[torch.Tensor, ...]]:
    """The upper half as trained, with an example of its input."""
    match = Match(load_published(folder))
    trained = load_file(weights)
    for number, layer in enumerate(match.layers):
        for name in LINEAR:
            down, up = (trained.pop(f"layers.{number}.{name}.{part}").float() for part in ("down", "up"))
            layer.get_submodule(name).weight.data += 2 * (up @ down)
    match.load_state_dict({name: value.float() for name, value in trained.items()}, strict=False)
    question = torch.cat([torch.ones(2, 3), torch.zeros(2, 5)], 1)
    return match.eval().requires_grad_(False), (torch.zeros(2, 8, WIDTH), question, 1 - question)


def load_read(folder: Path) -> tuple[nn.Module, tuple[torch.Tensor, ...]]:
    """The lower half as published, with an example of its input."""
    return Read(load_published(folder)), (torch.ones(2, 8, dtype=torch.long), torch.ones(2, 8))
