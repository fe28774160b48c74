"""TF-IDF: how often terms stand in passages or texts, and what weight that gives them."""

from analysis.tfidf.table import count
from analysis.tfidf.texts import count_texts
from analysis.tfidf.weights import Weights, idf, weigh

__all__ = ["Weights", "count", "count_texts", "idf", "weigh"]
