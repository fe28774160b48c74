"""House style: how a newsroom writes, as opposed to what it says.

On 100 events told by three outlets each, a TF-IDF classifier names the outlet of unseen articles with 81 % accuracy, and
its weightiest words are titles and honorifics. So style is taken out before wording is compared, and listed.
"""

from analysis.style.applying import without_style
from analysis.style.listing import by_rule, compared_terms, edited, house_style, learn

__all__ = ["by_rule", "compared_terms", "edited", "house_style", "learn", "without_style"]
