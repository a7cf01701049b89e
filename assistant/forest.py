"""Gradient-boosted trees read with numpy alone: every tree is a complete binary tree of one depth, so that all are walked at once.

Trained by scikit-learn's ``HistGradientBoostingClassifier`` (Friedman, "Greedy function approximation: a gradient boosting machine",
2001; histograms as in LightGBM, Ke et al., 2017); scikit-learn is needed for training only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingClassifier

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Forest:
    """``columns``, ``thresholds``: inner nodes level by level, (trees, 2^depth - 1); ``leaves``: (trees, 2^depth); ``base``: (1,)."""

    columns: NDArray[np.int16]
    thresholds: Floats
    leaves: Floats
    base: Floats

    def probabilities(self, values: Floats) -> Floats:
        """Shape (n,), from values of shape (n, columns): ``sigmoid(base + sum of the leaves reached)``."""
        trees, inner = self.columns.shape
        columns, thresholds, leaves = self.columns.ravel(), self.thresholds.ravel(), self.leaves.ravel()
        first = np.arange(trees) * inner
        rows = (np.arange(len(values)) * values.shape[1])[:, None] if len(values) else np.zeros((0, 1), np.int64)
        flat = np.ascontiguousarray(values, dtype=np.float32).ravel()
        node = np.zeros((len(values), trees), np.int64)
        for _ in range(self.depth):
            here = node + first
            node = 2 * node + 1 + (flat[rows + columns[here]] > thresholds[here])
        reached = leaves[node - inner + np.arange(trees) * (inner + 1)]
        found: Floats = 1 / (1 + np.exp(-(self.base[0] + reached.sum(axis=1))))
        return found.astype(np.float32)

    @property
    def depth(self) -> int:
        """How many questions each tree asks."""
        return int(self.leaves.shape[1]).bit_length() - 1

    @classmethod
    def of(cls, model: HistGradientBoostingClassifier, depth: int) -> Forest:
        """From a fitted ``HistGradientBoostingClassifier`` of two classes, no deeper than ``depth``."""
        trees = [predictors[0].nodes for predictors in model._predictors]
        columns = np.zeros((len(trees), 2**depth - 1), np.int16)
        thresholds = np.full((len(trees), 2**depth - 1), np.inf, np.float32)
        leaves = np.zeros((len(trees), 2**depth), np.float32)
        for number, nodes in enumerate(trees):
            _lay_out(nodes, 0, 0, depth, (columns[number], thresholds[number], leaves[number]))
        return cls(columns, thresholds, leaves, np.array([float(np.ravel(model._baseline_prediction)[0])], np.float32))

    def save(self, path: Path) -> None:
        """Write as ``.npz``."""
        np.savez_compressed(path, columns=self.columns, thresholds=self.thresholds, leaves=self.leaves, base=self.base)


def _lay_out(nodes: NDArray[np.void], at: int, place: int, depth: int, tree: tuple[NDArray[np.int16], Floats, Floats]) -> None:
    """Put node ``at`` at a place of the complete tree; a leaf above the last level is reached through questions that all go left."""
    columns, thresholds, leaves = tree
    inner = len(columns)
    node = nodes[at]
    if place >= inner:
        leaves[place - inner] = node["value"]
        return
    if node["is_leaf"]:
        _lay_out(nodes, at, 2 * place + 1, depth, tree)
        return
    columns[place], thresholds[place] = node["feature_idx"], node["num_threshold"]
    _lay_out(nodes, int(node["left"]), 2 * place + 1, depth, tree)
    _lay_out(nodes, int(node["right"]), 2 * place + 2, depth, tree)


@cache
def load_forest(path: Path) -> Forest:
    """A saved forest, read once a process."""
    with np.load(path) as arrays:
        return Forest(**{name: arrays[name] for name in Forest.__dataclass_fields__})
