"""Tables in, sentences out: everything a report says in words, with each number named."""

from analysis.statements.sentence import Finding, Grade, Sentence, Value

__all__ = ["Finding", "Grade", "Sentence", "Value"]
