"""Dates as pages print them, in the orders and languages of the registries of inline XBRL.

The name of a transformation says what it reads: ``date-day-monthname-year-de`` is day, month by its German name, year.
"""

from __future__ import annotations

import datetime
import re
import unicodedata

_ENGLISH = "jan feb mar apr may jun jul aug sep oct nov dec"
# By language: how each month's name begins, without accents; other beginnings of one month behind a comma.
_MONTHS = {language: text.split() for language, text in {
    "en": _ENGLISH,
    "bg": "ян фев мар апр маи юни юли авг сеп окт ное дек",
    "cs": "led uno,unor bre dub kve cerven,cvn,cervn cervenec,cvc,cervenc srp zar rij lis pro",
    "cy": "ion chwe maw,faw ebr mai,fai meh,feh gor,ngor aws med,fed hyd tach,dach,nhach,thach rhag,rag",
    "da": "jan feb mar apr maj jun jul aug sep okt nov dec",
    "de": "jan,jaen feb mar,maer apr mai jun jul aug sep okt nov dez",
    "el": "ιαν φεβ μαρ απρ,αριλ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "et": "jaan veebr marts apr mai juuni juuli aug sept okt nov dets",
    "fi": "tam hel maa huh tou kes hei elo syy lok mar jou",
    "fr": "janv fevr mars avr mai juin juil aout sept oct nov dec",
    "hr": "sij velj ozu tra svi lip srp kol ruj lis stu pro",
    "hu": "jan feb marc apr maj jun jul aug szept okt nov dec",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "lt": "sau vas kov bal geg bir lie rugp,rgp rugs,rgs spa,spl lap gru,grd",
    "lv": "janv febr marts apr maijs jun jul aug sept okt nov dec",
    "nl": "jan feb maa,mrt apr mei jun jul aug sep okt nov dec",
    "no": "jan feb mar apr mai jun jul aug sep okt nov des",
    "pl": "sty lut mar kwi maj cze lip sie wrz paz lis gru",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "ro": "ian feb mar apr mai iun iul aug sep oct noi,nov dec",
    "sk": "jan feb mar apr maj jun jul aug sep okt nov dec",
    "sl": "jan feb mar apr maj jun jul avg sep okt nov dec",
    "sv": "jan feb mar apr maj jun jul aug sep okt nov dec",
}.items()}
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii".split()
_ERAS = {"明": 1867, "大": 1911, "昭": 1925, "平": 1988, "令": 2018}
_WIDE = str.maketrans("０１２３４５６７８９०१२३४५६७८९", "01234567890123456789")
# The names of registries 1 to 3, and the SEC's, as the later ones would say them.
_OLDER = {
    "dateslashus": "date-month-day-year", "dateslasheu": "date-day-month-year",
    "datedotus": "date-month-day-year", "datedoteu": "date-day-month-year",
    "datelongus": "date-monthname-day-year-en", "dateshortus": "date-monthname-day-year-en",
    "datelonguk": "date-day-monthname-year-en", "dateshortuk": "date-day-monthname-year-en",
    "datelongdaymonthuk": "date-day-monthname-en", "dateshortdaymonthuk": "date-day-monthname-en",
    "datelongmonthdayus": "date-monthname-day-en", "dateshortmonthdayus": "date-monthname-day-en",
    "dateslashdaymontheu": "date-day-month", "dateslashmonthdayus": "date-month-day",
    "datelongyearmonth": "date-year-monthname-en", "dateshortyearmonth": "date-year-monthname-en",
    "datelongmonthyear": "date-monthname-year-en", "dateshortmonthyear": "date-monthname-year-en",
    "datedaymonth": "date-day-month", "datedaymonthen": "date-day-monthname-en",
    "datedaymonthdk": "date-day-monthname-da", "datedaymonthyear": "date-day-month-year",
    "datedaymonthyearen": "date-day-monthname-year-en", "datedaymonthyeardk": "date-day-monthname-year-da",
    "datemonthday": "date-month-day", "datemonthdayen": "date-monthname-day-en",
    "datemonthdayyear": "date-month-day-year", "datemonthdayyearen": "date-monthname-day-year-en",
    "datemonthyear": "date-month-year", "datemonthyearen": "date-monthname-year-en",
    "datemonthyeardk": "date-monthname-year-da", "dateyearmonthen": "date-year-monthname-en",
    "dateyearmonthday": "date-year-month-day",
    "dateyearmonthdaycjk": "date-year-month-day", "dateyearmonthcjk": "date-year-month",
    "dateerayearmonthdayjp": "date-jpn-era-year-month-day", "dateerayearmonthjp": "date-jpn-era-year-month",
}


def as_date(name: str, text: str) -> str | None:
    """The date as XML writes it: ``2023-07-01``, ``2023-07``, ``--07-01``; None where ``name`` is no transformation of
    dates that is known; ValueError where the text is no such date."""
    if name == "datequarterend":
        return _quarter_end(text)
    parts = _OLDER.get(name, name).split("-")
    if parts[0] != "date" or len(parts) < 3:
        return None
    is_era = parts[1:3] == ["jpn", "era"]
    order = parts[3:] if is_era else parts[1:]
    language = order.pop() if order[-1] in _MONTHS else ""
    if not {*order} <= {"day", "month", "year", "monthname", "monthroman"} or ("monthname" in order) != bool(language):
        return None
    found = _match(order, text, is_era=is_era)
    if found is None:
        raise ValueError(f"prints {text!r}, which is no date as its transformation reads them")
    return _written(found, language, text)


def _match(order: list[str], text: str, *, is_era: bool) -> dict[str, str] | None:
    """What stands for each part. Names of months are told from figures by their letters."""
    shapes = {"day": r"(?P<day>\d{1,2})", "month": r"(?P<month>\d{1,2})", "year": r"(?P<year>\d{4}|\d{1,2})",
              "monthname": r"(?P<name>[^\W\d_]+)", "monthroman": r"(?P<roman>[ivx]+)"}
    if is_era:
        shapes["year"] = r"(?P<era>[明大昭平令])[治正和成]?\s*(?P<year>\d{1,2}|元)"
    between = r"(?:(?!\d)[\W_]|(?:st|nd|rd|th|er|de|del|a|gada|日|月|年)(?![^\W\d_]))+"
    if not {"monthname", "monthroman"} & {*order}:
        between = r"\D+"
    behind = r"[\s.]*(?:日|月|年|г|d|m|r|roku|st|nd|rd|th)?[\s.]*"
    match = re.fullmatch(between.join(shapes[each] for each in order) + behind, _folded(text))
    return match.groupdict() if match else None


def _folded(text: str) -> str:
    """Lower case, without accents, figures as ASCII ones."""
    bare = unicodedata.normalize("NFKD", text.translate(_WIDE).casefold())
    return unicodedata.normalize("NFC", "".join(each for each in bare if unicodedata.category(each) != "Mn")).strip()


def _written(found: dict[str, str], language: str, text: str) -> str:
    month = (_month(found["name"], _MONTHS[language]) if "name" in found else
             _ROMAN.index(found["roman"]) + 1 if found.get("roman") in _ROMAN else int(found.get("month") or 0))
    year = _year(found) if "year" in found else None
    day = int(found["day"]) if "day" in found else None
    try:  # 2000 has a 29th of February
        datetime.date(year or 2000, month, day or 1)
    except ValueError:
        raise ValueError(f"prints {text!r}, which is no date") from None
    parts = [f"{year:04}" if year is not None else "-", f"{month:02}", *([f"{day:02}"] if day is not None else [])]
    return "-".join(parts)


def _month(name: str, beginnings: list[str]) -> int:
    """By the longest beginning that fits; 0 where none does."""
    fits = [(len(each), at) for at, text in enumerate(beginnings, 1) for each in text.split(",")
            if name.startswith(each)]
    return max(fits)[1] if fits else 0


def _year(found: dict[str, str]) -> int:
    if "era" in found:
        return _ERAS[found["era"]] + (1 if found["year"] == "元" else int(found["year"]))
    return int(found["year"]) + (2000 if len(found["year"]) < 3 else 0)


def _quarter_end(text: str) -> str:
    """``fourth quarter of 2023``: the last day of a calendar quarter."""
    year = re.search(r"(?<!\d)\d{4}(?!\d)", text)
    rest = text.replace(year[0], " ") if year else ""
    named = re.findall(r"first|second|third|fourth|last|[1-4]", rest.lower())
    if not year or len(named) != 1:
        raise ValueError(f"prints {text!r}, where a quarter of a year belongs")
    month = 3 * ("first second third fourth".split().index(named[0]) + 1 if named[0].isalpha() and named[0] != "last"
                 else 4 if named[0] == "last" else int(named[0]))
    return f"{year[0]}-{month:02}-{31 if month in (3, 12) else 30}"
