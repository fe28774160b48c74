"""TF-IDF: how often terms stand in passages or texts, and what weight that gives them."""

from analysis.tfidf.table import count
from analysis.tfidf.texts import count_texts
from analysis.tfidf.weights import Weights, document_frequency, idf, weigh

__all__ = ["Weights", "count", "count_texts", "document_frequency", "idf", "weigh"]
