"""Tables in, sentences out: everything a report says in words, with each number named.

One module a notebook; `sentence` holds what a sentence, a value and a finding are.
"""

from analysis.statements.sentence import Finding, Grade, Sentence, Standing, Value

__all__ = ["Finding", "Grade", "Sentence", "Standing", "Value"]
