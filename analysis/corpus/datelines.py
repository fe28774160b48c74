"""By-line, date and dateline at the top of an article, credits, and the news agency whose copy a text says it is."""

import re

from analysis import tokens

_AGENCIES: dict[str, str] = {  # how it is written (a pattern) -> its name
    r"Thomson Reuters|Reuters": "Reuters",
    r"The Associated Press|Associated Press|The AP|AP": "Associated Press",
    r"Agence France[- ]Presse|AFP": "AFP",
    r"Deutsche Presse-Agentur|dpa|DPA": "dpa",
    r"ITAR-TASS|TASS|Tass": "TASS",
    r"Interfax": "Interfax",
    r"RIA Novosti|Sputnik": "RIA Novosti",
    r"Xinhua": "Xinhua",
    r"PA Media|Press Association|PA": "PA Media",
    r"ANSA": "ANSA",
    r"Agencia EFE|EFE": "EFE",
    r"Kyodo News|Kyodo|KYODO": "Kyodo",
    r"Yonhap": "Yonhap",
    r"United Press International|UPI": "UPI",
    r"Press Trust of India|PTI": "PTI",
    r"Indo-Asian News Service|IANS": "IANS",
    r"Asian News International|ANI": "ANI",
    r"Anadolu Agency|Anadolu|AA": "Anadolu",
    r"The Canadian Press|Canadian Press": "Canadian Press",
    r"Australian Associated Press|AAP": "AAP",
    r"Ukrinform|UKRINFORM": "Ukrinform",
    r"Bloomberg News|Bloomberg": "Bloomberg",
}
_NAMES = {re.compile(rf"(?:{pattern})\b"): name for pattern, name in _AGENCIES.items()}
_AGENCY = f"(?:{'|'.join(_AGENCIES)})"
_OUTLET = r"CNN(?: Business|Money|Politics)?"  # which sign as an agency does

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"(?:\w+day,?\s+)?(?:{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\.?\s+{_MONTH},?\s+\d{{4}}|\d{{4}}-\d\d-\d\d)\W*"
    r"(?:at\s+)?(?:\d{1,2}:\d\d.*)?",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?i:by)\s+[A-Z][\w.’'-]+(?:\s+(?:and|,)?\s*[A-Z][\w.’'-]+){1,6}(?:\s?\(\s?@\w+\s?\)|(?:,|\s\||\sof\s).{0,40})?"
    rf"|(?i:by)\s+{_AGENCY}(?:\s+(?i:staff))?|{_AGENCY}(?:\s+(?i:staff|writer|correspondent))?"
)
_PLACE = re.compile(r"[A-Z][A-Z .’'-]+(?:,\s+[A-Z][A-Z .’'-]+)*(?:\s*\([A-Za-z ]+\))?\s*[—–-]*")

_DASH = r"(?:[—–―]|--?)"
_ON = r"(?:\d{1,2} )?(?i:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?(?: \d{1,2})?"
_WORDS = r"[A-Z][\w.’'-]*(?:[ /]+(?:(?:of|de|del|la|el|al|the|and|on) )?[A-Z][\w.’'-]*){0,4}"
_CAPITALS = r"[A-Z][A-Z.’'-]{2,}(?:[ /]+[A-Z][A-Z.’'-]*){0,5}"
_REGION = r"(?:,\s?[A-Z][\w.’' -]{0,25}| \[[A-Z][\w ]{0,20}\])?"
_SIGNED = rf"[(/\[](?:{_AGENCY}|{_OUTLET})[)/\]]"
_NEXT = r"(?=[\"“‘'«]?[A-Z0-9])"  # a sentence begins
_DATELINE = re.compile(
    "(?:"
    # ORSBY, Vestmark — / ORSBY, Vestmark (Echo/WPA) – / ORSBY, June 3 (WPA) -
    rf"{_CAPITALS}{_REGION}(?:[,.] {_ON})?(?:\s*\([A-Za-z][\w ./]{{0,24}}\))?\s*(?:[—–―]|--|\s-)\s+"
    # Orsby, Vestmark (Reuters) — / Orsby, June 3 (PTI) / ORSBY, June 3. /TASS/. / (CNN) / (Reuters) -
    rf"|{_WORDS}{_REGION}(?:[,.] {_ON}\.?)?\s*{_SIGNED}\s*{_DASH}\s*"
    rf"|{_WORDS}{_REGION}[,.] {_ON}\.?\s*{_SIGNED}[.:]?\s+"
    rf"|{_WORDS}{_REGION}\s*\((?:{_OUTLET})\)\s+"
    rf"|{_ON}\s*{_SIGNED}\s*{_DASH}?\s+|{_SIGNED}\s*{_DASH}?\s*|\([A-Z][\w.]{{1,20}}\)\s*{_DASH}\s+"
    rf"){_NEXT}"
)
_NO_PLACE = re.compile(
    r"(?:file|update|breaking|watch|video|exclusive|analysis|opinion|review|live|correction|advertisement|photos?)\b",
    re.I,
)
_PERSON = r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3}"
_STOCK = "getty|reuters|ap|afp|dreamstime|shutterstock|unsplash|istock|pixabay|epa|photos?|images?|screen ?shot"
_CREDIT = re.compile(
    r"(?:(?:file )?(?:photo|picture|image|video)s?|credit|getty images|illustration)\b\s*[:/|(].*"
    rf"|\([^()]{{0,80}}\b(?:{_STOCK})\b[^()]{{0,60}}(?<![.!?])\)|image copyright .*|enlarge this image.*"
    # The caption of a video that a page lets one close, and of a picture to share.
    r"|(?:toggle|hide) caption\b.*|(?-i:CLOSE (?=[A-Z“‘'\"])(?![A-Z]+ [A-Z]+\b)).{20,}"
    r"|(?-i:Facebook Twitter Pinterest [A-Z“‘]).{20,}"
    r"|.{0,400}\((?:ap photo|photo by|image source|photo)[/: ][^()]{1,80}\)\W*"
    rf"|.{{0,150}} contributed(?: reporting)? to this (?:report|story|article|piece)\.?|(?-i:{_PERSON}) contributed\.?"
    r"|contributing: .{0,150}|\(?(?:additional reporting|reporting by [^.]{0,100};).{0,200}"
    r"|(?:with|from) (?:wires|agencies|wire reports)\.?",
    re.IGNORECASE,
)
_FILE_PHOTO = re.compile(
    r"FILE(?: PHOTO)? ?[-–—:] ?.{0,300}\b(?:photo|photograph|image|frame|video)\b.*|FILE PHOTO: .*"
)
# Captions with a photographer's name, looked for only where there is such a stroke.
_STAFF = re.compile(rf"{_PERSON}/Staff(?:/File)? .*|.{{0,300}}\bREUTERS/{_PERSON}(?:/[\w .]{{1,40}})*")
# A caption's last words: "(Tor Ness/Reuters)", "Tor Ness/AP", "| AP Photo".
_OWNER = r"(?:[\w ]{1,20}/)*(?:Reuters|REUTERS|AP(?: Photo)?|AFP|EPA|Getty(?: Images)?)(?:/[\w ]{1,20})*"
_PICTURED = re.compile(rf"(?:\(|\s)(?:\w+ )?{_PERSON} ?/ ?{_OWNER}\)?$|\| ?(?:{_OWNER}|{_PERSON}/[A-Z][\w ]{{1,20}})$")
_CORRECTION = re.compile(
    r"(?:corrections?(?: & clarifications)?|clarification|editor[’']?s[’']? note)\s*(?:\([^)]*\)\s*)?[:—–].*"
    r"|update\s*(?:\([^)]*\)\s*)?[:—–].{0,60}\b(?:story|article|post|report|piece|headline|version|updated|corrected)\b.*"
    r"|\[?(?:an earlier version of )?this (?:story|article|post|report|column) (?:has been|was|is being|is breaking)\b.{0,20}"
    r"\b(?:updated?|corrected|amended|clarified)\b.*"
    r"|\(this (?:\w+\.? )?(?:\d+ )?(?:story|version)\b.{0,40}\b(?:corrects|refiled|corrected)\b.*\)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    rf"[(/—–-]*\s*(?:source: )?(?P<signed>{_AGENCY})[)/]*\.?"
    rf"|(?:©|copyright)(?: ©| \(c\))? ?(?:\d{{4}} )?(?P<owner>{_AGENCY})(?:\W+\d{{4}})?\W*(?:all rights.*)?"
    rf"|this (?:story|article|report) (?:was|is) (?:reported|written|provided|produced) by (?P<writer>{_AGENCY})\W*",
    re.IGNORECASE,
)
# In brackets, after a comma, a stroke or "of", or all that a by-line says.
_SIGNATURE = re.compile(
    rf"(?:^(?i:by )?|[(/\[]|,\s|\|\s|\bof\s|\s(?=The Ass|Ass))(?P<signed>{_AGENCY})"
    r"(?:[)/\]]|$|\s(?i:staff|writer|correspondent))"
)
_LAST_WORDS = re.compile(rf"[.!?”\"]\s+[(/—–-]+\s?(?P<signed>{_AGENCY})[)/]*\.?$")
_LONGEST_TOP = 120  # characters of a by-line, a date or a place
_MOST_TOP = 10  # words of it
_MOST_PLACE = 5  # words of a place
_LONGEST_END = 500  # characters of a credit (with the caption that it ends) or a correction
_LONGEST_SIGNATURE = 80  # characters of a photographer's and an agency's names
_LONGEST_CAPTION = 900  # characters of the caption of a picture from the files
_MOST_END = 60  # words of it


def top_rule(text: str) -> str:
    """The rule that knows a line at the top for a by-line, a date or a dateline; empty if none does."""
    if len(text) > _LONGEST_TOP or (words := tokens.count_words(text)) > _MOST_TOP:
        return ""
    if _BYLINE.fullmatch(text):
        return "by-line"
    if _DATE.fullmatch(text):
        return "date"
    return "dateline" if words <= _MOST_PLACE and _PLACE.fullmatch(text) else ""


def opening(text: str) -> str:
    """The dateline before an article's first sentence, as "ORSBY, Vestmark (WPA) — "; empty if there is none."""
    found = _DATELINE.match(text)
    if not found or _NO_PLACE.match(text) or any(name.match(text) for name in _NAMES if found[0][0] not in "(["):
        return ""
    return found[0]


def end_rule(text: str) -> str:
    """The rule that knows a line anywhere for a credit or a correction; empty if none does."""
    if len(text) > _LONGEST_END:
        return "credit" if len(text) <= _LONGEST_CAPTION and _FILE_PHOTO.fullmatch(text) else ""
    signed = _is_pictured(text) or _CREDIT.fullmatch(text) or _CLOSING.fullmatch(text) or _FILE_PHOTO.fullmatch(text)
    rule = "credit" if signed else ""
    rule = rule or ("correction" if _CORRECTION.fullmatch(text) else "")
    return rule if rule and tokens.count_words(text) <= _MOST_END else ""


def _is_pictured(text: str) -> bool:
    """Whether a line is a caption that ends, or begins, with who took the picture."""
    end = text[-_LONGEST_SIGNATURE:]
    if ("/" in end or "|" in end) and _PICTURED.search(end):
        return True
    return "/" in text and _STAFF.fullmatch(text) is not None


def agency_of(text: str, rule: str) -> str:
    """The agency whose copy a line says the text is, by the rule that took it out; empty if it says none.

    An agency that "contributed to this report", or whose photograph it is, has not written it.
    """
    if rule in ("dateline", "by-line"):
        found = _SIGNATURE.search(text.strip())
        return named(found["signed"]) if found else ""
    if found := _CLOSING.fullmatch(text):
        return named(next(filter(None, found.groups())))
    return ""


def signed_off(text: str) -> str:
    """The agency that a last paragraph's last words name, as "… she said. (WPA)"; empty if they name none."""
    found = _LAST_WORDS.search(text[-80:])
    return named(found["signed"]) if found else ""


def named(written: str) -> str:
    """An agency's name from how it is written."""
    return next((name for pattern, name in _NAMES.items() if re.fullmatch(pattern.pattern, written, re.I)), "")
