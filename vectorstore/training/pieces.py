"""The tokeniser of the embedding: unigram word pieces of lower-case text without accents or punctuation.

Measured against WordPiece of the same size: see the model card.
"""

from __future__ import annotations

from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

_UNKNOWN = "[UNK]"
_LONGEST_PIECE = 16
_ELIDED = r"(?<![\p{L}\p{N}])(?:[cdjlmnst]|qu)['’]"


def train_tokenizer(texts: Iterable[str], size: int) -> Tokenizer:
    """Learn ``size`` pieces."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFD(),
            normalizers.StripAccents(),
            normalizers.Lowercase(),
            normalizers.Replace("œ", "oe"),
            normalizers.Replace("æ", "ae"),
            normalizers.Replace(Regex(_ELIDED), " "),
            normalizers.Replace(Regex(r"[^\p{L}\p{N}]+"), " "),
            normalizers.Strip(),  # a space at the end would become a piece
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=size, special_tokens=[_UNKNOWN], unk_token=_UNKNOWN, max_piece_length=_LONGEST_PIECE, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer
