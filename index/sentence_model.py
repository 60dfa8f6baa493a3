"""Sentence-transformers models: loaded from this machine, never from the network, and their layers taken apart for conversion."""

import os
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
import torch
from sentence_transformers import SentenceTransformer
from torch import nn
from transformers.utils.logging import disable_progress_bar


def load_sentence_transformer(folder: Path) -> SentenceTransformer:
    # It would count the model's weights on the terminal at every command.
    disable_progress_bar()
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def load_layers(folder: Path) -> tuple[nn.Module, tuple[torch.Tensor, torch.Tensor]]:
    """A BERT-like model that gives the mean of its tokens as unit vector, with an example of its input: token ids and mask."""
    layers = MeanOfTokens(load_sentence_transformer(folder)[0].auto_model)
    return layers.eval().requires_grad_(False), (torch.ones(2, 8, dtype=torch.long), torch.ones(2, 8))


class MeanOfTokens(nn.Module):
    """Embeddings, layers and mean pooling as sentence-transformers/all-MiniLM-L6-v2 states them in its modules.json."""

    def __init__(self, model: nn.Module):
        super().__init__()
        self.embeddings = model.embeddings
        self.layers = model.encoder.layer

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        hidden = self.embeddings(input_ids=ids)
        # Tokens that only fill the batch up are hidden from attention by a number below any other.
        hides = (1.0 - mask[:, None, None, :]) * -1e4
        for layer in self.layers:
            out = layer(hidden, attention_mask=hides)
            hidden = out[0] if isinstance(out, tuple) else out
        mean = (hidden * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
        return nn.functional.normalize(mean, dim=-1)
