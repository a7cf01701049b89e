"""Training proper: in-batch negatives on pairs, with sentence-transformers' static embedding and ranking loss."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from tokenizers import Tokenizer

from vectorstore.training.export import static_embedding
from vectorstore.training.pairs import Pair

_MAX_PIECES = 128
_WARM_UP = 0.1
_LEAST_FILLED = 0.25


@dataclass(frozen=True)
class Recipe:
    """How to train on one set of pairs. The learning rate rises over the first tenth, then falls to zero.

    ``scale`` multiplies cosines before the softmax: the smaller, the less the nearest negatives weigh.
    """

    batch: int
    epochs: int
    rate: float
    scale: float = 20.0


def fit(model: SentenceTransformer, pairs: Sequence[Pair], recipe: Recipe, seed: int) -> float:
    """Train in place; the result is the mean loss of the last tenth of the steps."""
    tokenizer = static_embedding(model).tokenizer
    pairs = [pair for pair in pairs if pair.a.strip() and pair.b.strip()]
    left, right = _piece_ids(tokenizer, [pair.a for pair in pairs]), _piece_ids(tokenizer, [pair.b for pair in pairs])
    loss_function = MultipleNegativesRankingLoss(
        model, scale=recipe.scale, directions=("query_to_doc", "doc_to_query"), partition_mode="per_direction"
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=recipe.rate)
    chance = np.random.default_rng(seed)
    steps = max(1, recipe.epochs * len(pairs) // recipe.batch)
    losses: list[float] = []
    for _ in range(recipe.epochs):
        for rows in distinct_batches(pairs, recipe.batch, chance):
            for group in optimizer.param_groups:
                group["lr"] = recipe.rate * _schedule(len(losses), steps)
            loss = loss_function([_features([side[row] for row in rows]) for side in (left, right)], None)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            losses.append(float(loss.detach()))
    return float(np.mean(losses[-max(1, len(losses) // 10) :]))


def distinct_batches(pairs: Sequence[Pair], size: int, chance: np.random.Generator) -> Iterator[list[int]]:
    """Shuffled rows in batches where no text and no key occurs twice: a positive would otherwise be another row's negative.

    A row that does not fit waits for the next batch; the last rows, too alike to fill a quarter of a batch, are left out.
    """
    queue = deque(chance.permutation(len(pairs)).tolist())
    while queue:
        batch: list[int] = []
        seen: set[str] = set()
        waiting: list[int] = []
        while queue and len(batch) < size and len(waiting) < 4 * size:
            row = queue.popleft()
            names = {pairs[row].a, pairs[row].b, pairs[row].key}
            if seen & names:
                waiting.append(row)
                continue
            batch.append(row)
            seen |= names
        if len(waiting) < 4 * size:
            queue.extendleft(reversed(waiting))
        else:
            queue.extend(waiting)
        if len(batch) < size * _LEAST_FILLED:
            return
        yield batch


def _piece_ids(tokenizer: Tokenizer, texts: list[str]) -> list[np.ndarray[Any, np.dtype[np.int32]]]:
    encodings = tokenizer.encode_batch(texts, add_special_tokens=False)
    return [np.array(encoding.ids[:_MAX_PIECES] or [0], dtype=np.int32) for encoding in encodings]


def _features(sequences: Sequence[np.ndarray[Any, np.dtype[np.int32]]]) -> dict[str, torch.Tensor]:
    """What ``StaticEmbedding.preprocess`` would give for these texts."""
    starts = np.cumsum([0] + [len(sequence) for sequence in sequences[:-1]])
    return {"input_ids": torch.from_numpy(np.concatenate(sequences)).long(), "offsets": torch.from_numpy(starts)}


def _schedule(step: int, steps: int) -> float:
    warm = max(1, int(steps * _WARM_UP))
    return min((step + 1) / warm, max(0.02, (steps - step) / (steps - warm + 1)))
