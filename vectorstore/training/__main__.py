"""``python -m vectorstore.training --pairs FOLDER -o OUT``: train, measure, export. Two cores need about five minutes."""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding

from ingest.fiches import FOLDER as FICHES
from vectorstore.embeddings import Embedder, StaticEmbedder
from vectorstore.training.evaluation import competence_accuracy, hold_out, similarity_correlation
from vectorstore.training.export import as_sentence_transformer, export
from vectorstore.training.fit import Recipe, fit
from vectorstore.training.pairs import Pair, load_lexicon, load_pairs, load_themes
from vectorstore.training.pieces import train_tokenizer
from vectorstore.training.spoken import SpokenCertification, read_certifications, training_pairs, with_paroles

OPEN_PAIRS = Recipe(batch=1024, epochs=1, rate=0.2)
PAROLES = Recipe(batch=256, epochs=3, rate=0.1, scale=8.0)
_HELD_OUT = 0.15


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the whole training."""
    options = _options(arguments)
    _seed_everything(options.seed)
    started = time.perf_counter()

    def say(text: str) -> None:
        print(f"{time.perf_counter() - started:6.0f} s  {text}", flush=True)

    pairs = load_pairs(options.pairs, options.seed)
    certifications = with_paroles(read_certifications([FICHES, *options.referentials]), options.paroles)
    lexicon = load_lexicon(options.paroles / "lexique.jsonl") + load_themes(options.paroles / "themes")
    attached = ", ".join(f"{c.id} {len(c.spoken)}" for c in certifications)
    say(f"{len(pairs)} open pairs; {len(lexicon)} of the lexicon and the themes; paroles attached: {attached}")
    tokenizer = train_tokenizer(_texts(pairs, certifications, lexicon), options.pieces)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=options.dimension)], device="cpu")
    say(f"{tokenizer.get_vocab_size()} pieces; loss on the open pairs {fit(model, pairs, OPEN_PAIRS, options.seed):.3f}")
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        export(model, base)
        _measure_held_out(base, certifications, lexicon, options.seed, say)
    spoken = [item for certification in certifications for item in certification.spoken]
    say(f"loss on the paroles {fit(model, training_pairs(spoken, options.seed) + lexicon, PAROLES, options.seed):.3f}")
    export(model, options.output)
    embedder = StaticEmbedder(options.output)
    for split in ("dev", "test"):
        say(f"STS-B French, {split}: Spearman {similarity_correlation(embedder, options.pairs / 'stsb_fr.jsonl.gz', split):.3f}")
    say(f"written to {options.output}: {sum(path.stat().st_size for path in options.output.iterdir()) / 1e6:.1f} MB")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    package = Path(__file__).parent.parent
    parser = argparse.ArgumentParser(prog="python -m vectorstore.training", description=__doc__)
    parser.add_argument("--pairs", type=Path, required=True, help="folder of the open pairs (*.jsonl.gz)")
    parser.add_argument("--paroles", type=Path, default=package / "paroles", help="folder of the paroles")
    parser.add_argument("--referentials", type=Path, nargs="*", default=[], help="folders of official documents, beside the fiches")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--pieces", type=int, default=16_000)
    parser.add_argument("--dimension", type=int, default=256)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def _seed_everything(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def _texts(pairs: Sequence[Pair], certifications: Sequence[SpokenCertification], lexicon: Sequence[Pair]) -> list[str]:
    """Each open text once; the paroles four times, for they are few and what people will type."""
    unique = dict.fromkeys(text for pair in pairs for text in (pair.a, pair.b))
    spoken = dict.fromkeys(item.utterance.text for certification in certifications for item in certification.spoken)
    return [*unique, *(list(spoken) + [f"{pair.a} {pair.b}" for pair in lexicon]) * 4]


def _measure_held_out(
    base: Path, certifications: Sequence[SpokenCertification], lexicon: list[Pair], seed: int, say: Callable[[str], None]
) -> None:
    """Train copies without 15 % of the paroles, then without those of 15 % of the statements, and print how these are recognised."""
    for by_statement, name in ((False, "paroles never seen"), (True, "statements never spoken of")):
        texts = hold_out(certifications, _HELD_OUT, seed, by_statement=by_statement)
        kept = [item for certification in certifications for item in certification.spoken if item.utterance.text not in texts]
        model = as_sentence_transformer(base)
        fit(model, training_pairs(kept, seed) + lexicon, PAROLES, seed)
        with tempfile.TemporaryDirectory() as folder:
            export(model, Path(folder))
            for state, embedder in (("before", StaticEmbedder(base)), ("after", StaticEmbedder(Path(folder)))):
                say(f"{name}, {state} training on paroles: {_accuracy(embedder, certifications, texts, seed)}")


def _accuracy(embedder: Embedder, certifications: Sequence[SpokenCertification], texts: set[str], seed: int) -> str:
    counts = [competence_accuracy(embedder, certification, texts, seed) for certification in certifications]
    right, asked, told, activities = (sum(column) for column in zip(*counts, strict=True))
    single = f"right competence first for {right / max(1, asked):.3f} of {asked} paroles"
    return f"{single}, {told / activities:.3f} of {activities} activities of one parole a part" if activities else single


if __name__ == "__main__":
    main()
