"""How well the words of a topic go together, and how far topics repeat each other's words.

The measures and settings of the published tables of topic quality: `c_npmi` of gensim as OCTIS calls it (Terragni et al.,
EACL 2021), and topic diversity (Dieng, Ruiz & Blei 2020, TACL 8).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EPSILON = 1e-12  # added to a joint probability, so that words never seen together have a finite score


def npmi(topics: Sequence[Sequence[str]], texts: Sequence[Sequence[str]], window: int = 10) -> list[float]:
    """Normalised pointwise mutual information of each topic's words, in [-1, 1]; nan for fewer than two words.

    The mean over pairs of words of ln((p(a, b) + e) / (p(a) p(b))) / -ln(p(a, b) + e), p the share of windows (Bouma
    2009; Röder, Both & Hinneburg 2015). `texts` are lists of tokens; a window is `window` tokens in a row, or a whole
    text if that is shorter. A word that stands in no text is an error: `ValueError`.
    """
    words = sorted({word for topic in topics for word in topic})
    held = occurrences(words, texts, window)
    together = (held.T @ held).toarray() / held.shape[0]
    alone = together.diagonal()
    if not alone.all():
        raise ValueError(f"No text has the topic word {words[int(alone.argmin())]!r}.")
    joint = together + EPSILON
    score = np.log(joint / np.outer(alone, alone)) / -np.log(joint)
    place = {word: number for number, word in enumerate(words)}
    return [_mean_of_pairs(score, [place[word] for word in topic]) for topic in topics]


def _mean_of_pairs(score: Floats, places: list[int]) -> float:
    block = score[np.ix_(places, places)]
    pairs = block[~np.eye(len(places), dtype=bool)]
    return float(pairs.mean()) if len(pairs) else float("nan")


def occurrences(words: Sequence[str], texts: Sequence[Sequence[str]], window: int) -> sparse.csr_matrix:
    """Which window holds which of `words`, as gensim counts it; shape (windows, words), values 1.

    gensim slides the window token by token and forgets a word when the first of its copies in the window leaves, even
    if another is still inside; published figures were counted so, and so are these.
    """
    number = {word: place for place, word in enumerate(words)}
    lengths = np.fromiter((len(text) for text in texts), dtype=np.int64, count=len(texts))
    codes = np.fromiter((number.get(word, -1) for text in texts for word in text), dtype=np.int64, count=lengths.sum())
    windows = np.maximum(lengths - window + 1, 1)
    starts, first_windows = np.cumsum(lengths) - lengths, np.cumsum(windows) - windows
    found = np.flatnonzero(codes >= 0)
    found = found[np.argsort(codes[found], kind="stable")]
    word, text = codes[found], np.repeat(np.arange(len(lengths)), lengths)[found]
    position = found - starts[text]
    enters = np.maximum(position - window + 1, 0)
    # Sorted by word, then by place in all texts: the first copy that stands in the window which a copy enters.
    keys = word * len(codes) + found
    first_copy = position[np.searchsorted(keys, word * len(codes) + starts[text] + enters)]
    stays = np.minimum(first_copy + 1, windows[text]) - enters
    rows = np.repeat(first_windows[text] + enters - (np.cumsum(stays) - stays), stays) + np.arange(stays.sum())
    shape = (int(windows.sum()), len(words))
    held = sparse.csr_matrix((np.ones(len(rows)), (rows, np.repeat(word, stays))), shape=shape)
    held.sum_duplicates()
    held.data[:] = 1
    return held


def diversity(topics: Sequence[Sequence[str]], top: int = 10) -> float:
    """Different words among the `top` words of all topics, as a share of `top` words a topic, in [0, 1]."""
    return len({word for topic in topics for word in topic[:top]}) / (top * len(topics))
