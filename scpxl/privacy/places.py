"""Postcodes, street addresses and the registrations of vehicles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scpxl.privacy.kinds import Found, FoundKind, Pattern
from scpxl.privacy.vocabulary import CAPITALS_OF_THREE, POSTCODE_AREAS

_POSTCODE = Pattern(
    r"(?<![A-Za-z0-9])([A-Za-z]{1,2})(\d[A-Za-z\d]?)([ .-]{0,3})(\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})(?![A-Za-z0-9])"
)
_ORDINAL = Pattern(r"\d(?:st|nd|rd|th)", re.IGNORECASE)
_SAID_POSTCODE = Pattern(r"\bpost ?code\b[ :.]{0,3}(?:is |was )?$", re.IGNORECASE)

_STREETS = (
    r"(?:road|rd|street|st|avenue|ave?|lane|ln|close|cl|drive|dr|crescent|cres|gardens|gdns|terrace|terr|mews|grove|court|"
    r"ct|place|pl|square|sq|walk|way|rise|row|path|passage|villas|cottages|yard|wharf|quay|circus|approach|chase|croft|"
    r"dene|heights|broadway|parade|mansions|buildings)"
)
_OFTEN_ELSE = r"(?:hill|park|green|view|vale|mount|gate|house|lodge|end|common|tower|point)"
"""Ends of street names that end many other names too: wanted are more signs of an address."""
_THE = r"(?:ridgeway|avenue|burroughs|grove|drive|close|crescent|broadway|parade|vale|mount|green|hill|lane|walk|mall|causeway|paddocks|hyde|square|terrace|mews|chase|spinney|copse|orchard|paddock|meadow|meadows)"
_STREET_WORD = Pattern(rf"\b(?:{_STREETS}|{_OFTEN_ELSE}|{_THE})\b", re.IGNORECASE)
_WORD = r"(?:[^\W\d_a-z](?:[^\W\d_]|['.-])*)"
_NUMBER = r"(?:(?<![\w£$€.,/:&-])|(?<=[Nn]o\.))(?<!\d )(\d{1,4}(?: ?[A-Za-z](?![A-Za-z]))?(?: ?[-/&] ?\d{1,4}[A-Za-z]?)?),? "
_ADDRESS = Pattern(
    rf"{_NUMBER}((?:{_WORD} ){{1,3}}(?:(?i:{_STREETS})|((?i:{_OFTEN_ELSE})))|The (?i:{_THE}))(?![\w-])(?!\.\w)"
)
_FLAT = Pattern(
    r"\b(?:flat|apartment|apt|maisonette|bedsit|studio)\.? ?(?:no\.? ?|number )?(?:\d{1,4} ?[a-z]?|[a-z])\b,? "
    rf"((?:of )?(?:\d{{1,4}}[a-z]?,? )?(?:[a-z][a-z'.-]* ){{1,3}}(?:{_STREETS}|{_OFTEN_ELSE}))\b",
    re.IGNORECASE,
)
_LIVES = Pattern(
    r"\b(?:lives?|lived|living|resid(?:es|ing|ed|ent)|home address|address(?: is)?|staying|moved|visited|warrant executed|"
    r"evicted|arrested|at) ?(?:at |to |from |is |: ?|on |in )?"
    r"(?:no\.? ?)?(\d{1,4}[a-z]?) ((?:[a-z][a-z']+ ){1,3}(?:road|street|avenue|close|lane|drive|crescent|gardens|terrace|court|grove|way|mews))\b",
    re.IGNORECASE,
)
_CUE = Pattern(
    r"\b(?:lives?|lived|living|at|visited|attended|resid\w+|address|home|moved to|premises|outside|house|no\.?|number|flat \w+,?)"
    r"(?: at| to| of| is|:)? ?$",
    re.IGNORECASE,
)
_NOT_A_HOUSE = Pattern(
    r"(?:\b(?:bus|route|routes|phase|stage|zone|ward|wards|junction|jct|top|quarter|week|day|days|line|year|years|total|"
    r"all|only|the|another|further|about|around|over|under|nearly|were|had|section|item|table|figure|row|lot|"
    r"jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|"
    r"stop|gate|platform|camera|post|lamp ?post|column|bay|plot|level|grade|band|tier|shift|sector|cluster|group|"
    r"exit|site|area|beat|district|fewer than|more than|up to|by))\.? ?$",
    re.IGNORECASE,
)
_COUNTED = Pattern(
    r"[ ,]{1,2}(?:\w+ )?(?:incidents?|offences?|burglar\w+|robber\w+|thefts?|cases?|reports?|calls?|visits?|patrols?|events?|stalls?|"
    r"shops?|stores?|retailers?|pubs?|bars?|takeaways?|cafes?|blocks?|bins|trees|signs|posters|assaults?|stabbings?|fights?|raids?|"
    r"warrants?|searches|checks?|surveys?|meetings?|sessions?|days|premises|businesses|arrests?|operations?|closures?|works|sites?|cameras?|schemes?|units?|residents|"
    r"fires?|crimes?|complaints?|referrals?|victims|traders|properties|homes|entrances?|lights|crossings|stops?|"
    r"pastors|rangers|wardens|style|type)\b",
    re.IGNORECASE,
)
_YEAR = Pattern(r"(?:19|20)\d\d")
_MONTH_WORD = Pattern(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|mon|tues?|wednes|thurs?|fri|satur|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"new|safer|more|other|key|main|people|hour|minute|mph|per",
    re.IGNORECASE,
)

_AGE = r"(?:0[1-9]|[12]\d|5[1-9]|[67]\d)"
_PLATE = Pattern(rf"(?<![A-Za-z0-9])([A-HJ-PR-Y][A-HJ-PR-Y]{_AGE})([ -]?)([A-HJ-PR-Z]{{3}})(?![A-Za-z0-9-])")
_ANY_CASE_PLATE = rf"[A-HJ-PR-Y][A-HJ-PR-Y]{_AGE}[ -]?[A-HJ-PR-Z]{{3}}"
_OLDER_PLATE = r"[A-HJ-NPR-TV-Y]\d{1,3}[ -]?[A-HJ-PR-Z]{3}|[A-Z]{3}[ -]?\d{1,3}[A-Z]"
_PLAINLY = r"(reg(?:istration|n)?|vrm|vrn|number ?plate|plate|index)"
_VEHICLES = (
    r"vehicle|car|van|lorry|truck|motor ?bike|motor ?cycle|moped|scooter|taxi|ford|bmw|audi|vauxhall|volkswagen|vw|toyota|"
    r"mercedes|nissan|honda|peugeot|renault|fiat|skoda|seat|kia|hyundai|fiesta|focus|golf|corsa|astra|transit"
)
_OF_VEHICLES = Pattern(rf"\b(?:{_PLAINLY}|{_VEHICLES})\b", re.IGNORECASE)
_SAID_PLATE = Pattern(
    rf"\b(?:{_PLAINLY}|{_VEHICLES})\b"
    rf"((?:[ .,:;(#-]|\bno\b|\bnumber\b|\bmark\b|\bis\b|\bwas\b|\b[a-z]+\b){{0,7}})"
    rf"((?:{_ANY_CASE_PLATE})|(?:{_OLDER_PLATE}))(?![A-Za-z0-9-])",
    re.IGNORECASE,
)
_PLATE_SAID = Pattern(
    rf"(?<![A-Za-z0-9])((?:{_ANY_CASE_PLATE})|(?:{_OLDER_PLATE}))[ ,(:\[-]{{1,3}}(?:a |the |an? \w+ )?(?:{_PLAINLY}|{_VEHICLES})\b",
    re.IGNORECASE,
)
_CODE_OF_A_THING = Pattern(
    r"\b(?:ref(?:erence)?|code|lot|asset|item|order|model|part|product|serial|job|case|grant|contract|invoice|permit|"
    r"version|batch|tag|form|column|cell|row)s?\b[^.;]{0,12}$",
    re.IGNORECASE,
)


def postcodes(text: str) -> Iterator[Found]:
    """Yield full postcodes; a district alone, such as EN5, tells nobody apart."""
    for found in _POSTCODE.finditer(text):
        area, district, gap, inward = found.groups()
        if area.upper() not in POSTCODE_AREAS:
            continue
        whole = area + district + inward
        if _ORDINAL.fullmatch(inward) and not inward.isupper():
            continue
        if not gap:
            said = _SAID_POSTCODE.search(text[max(0, found.start() - 20) : found.start()])
            beside = text[max(0, found.start() - 1) : found.start()] + text[found.end() : found.end() + 1]
            if not said and (not whole.isupper() or set(beside) & set("-/_")):
                continue
        yield Found(FoundKind.POSTCODE, found.start(), found.end())


def addresses(text: str) -> Iterator[Found]:
    """Yield houses and flats: a number and a street, not a street alone nor a count of what happened in one."""
    if not _STREET_WORD.search(text):
        return
    for found in _ADDRESS.finditer(text):
        if _is_house(text, found):
            yield Found(FoundKind.ADDRESS, found.start(), found.end(), found.span(2))
    for found in _FLAT.finditer(text):
        yield Found(FoundKind.ADDRESS, found.start(), found.end(), found.span(1))
    for found in _LIVES.finditer(text):
        if not _MONTH_WORD.fullmatch(found[2].split()[0]) and not _is_counted(text, found.end()):
            yield Found(FoundKind.ADDRESS, found.start(), found.end(), found.span(2))


def _is_house(text: str, found: re.Match[str]) -> bool:
    number, street, often_else = found[1], found[2], found[3]
    before = text[max(0, found.start() - 16) : found.start()]
    if (
        _MONTH_WORD.fullmatch(street.split()[0])
        or _NOT_A_HOUSE.search(before)
        or _is_counted(text, found.end())
    ):
        return False
    if _CUE.search(before):
        return True
    # A year before a street's name is no house's number; nor is a number before a hill's, but where a text begins.
    begins = not text[: found.start()].strip(" \"'([")
    return not _YEAR.fullmatch(number) and (not often_else or begins)


def _is_counted(text: str, end: int) -> bool:
    return bool(_COUNTED.match(text[end : end + 40]))


def vehicles(text: str) -> Iterator[Found]:
    """Yield registrations of vehicles; an older style only where the text speaks of a vehicle."""
    for found in _PLATE.finditer(text):
        if found[2] and found[3] in CAPITALS_OF_THREE:
            continue
        if not _CODE_OF_A_THING.search(text[max(0, found.start() - 24) : found.start()]):
            yield Found(FoundKind.VEHICLE, found.start(), found.end())
    if not _OF_VEHICLES.search(text):
        return
    for pattern, plate, plainly in ((_SAID_PLATE, 3, 1), (_PLATE_SAID, 1, 2)):
        for found in pattern.finditer(text):
            ends_in_word = found[plate][-3:].upper() in CAPITALS_OF_THREE and " " in found[plate]
            if found[plainly] or not ends_in_word:
                yield Found(FoundKind.VEHICLE, *found.span(plate))
