#!/usr/bin/env python3
"""
Writes the packaged calendars: `python scripts/calendars.py`, then a diff and a review.

The days come from the `holidays` library, which computes them from the law and from what was proclaimed. Nothing is
computed when a calendar is used: what counts is what the files say. `--check` writes nothing and fails where a file
differs.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

import holidays

from qarules.model.calendar import MONDAY_TO_FRIDAY, Calendar, NamedDay
from qarules.model.words import day_words

FOLDER = Path(__file__).resolve().parents[1] / "src/qarules/standards/calendars"

FROM, UNTIL = datetime.date(1978, 1, 1), datetime.date(2050, 12, 31)
# The last year of which GOV.UK publishes every bank holiday; after it a day may still be moved or added.
CONFIRMED = datetime.date(2028, 12, 31)

NATIONS = {
    "england-and-wales": ("England and Wales", ("ENG", "WLS")),
    "scotland": ("Scotland", ("SCT",)),
    "northern-ireland": ("Northern Ireland", ("NIR",)),
}

# As GOV.UK calls them; the days that came once keep the library's name.
TITLES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
    "Summer Bank Holiday": "Summer bank holiday",
    "New Year Holiday": "2nd January",
    "New Year Holiday; New Year's Day (observed)": "New Year's Day (substitute day)",
    "Saint Andrew's Day": "St Andrew's Day",
    "Saint Patrick's Day": "St Patrick's Day",
    "Battle of the Boyne": "Battle of the Boyne (Orangemen's Day)",
}

HEAD = {
    "standard": """\
# Written by scripts/calendars.py. The version is the last year of which every bank holiday has been published.
""",
    "uk-any": """\
# Written by scripts/calendars.py. The working days that are the same all over the United Kingdom.
""",
} | dict.fromkeys(
    NATIONS,
    """\
# Written by scripts/calendars.py. Only the bank holidays that fall on a Monday to Friday are listed: one at a weekend
# closes nothing more. Days after the confirmed ones follow from the law as it stands and may still change.
""",
)


def nation(id_: str) -> Calendar:
    """
    The calendar of one nation, or of the two that have always had the same bank holidays.

    Raises:
        ValueError: They have not.
    """
    title, parts = NATIONS[id_]
    first, *others = [_bank_holidays(part) for part in parts]
    if any(other != first for other in others):
        message = f"{' and '.join(parts)} do not have the same bank holidays any more"
        raise ValueError(message)
    return Calendar(
        id=id_,
        title=title,
        statutory=True,
        weekdays=MONDAY_TO_FRIDAY,
        covers_from=FROM,
        covers_until=UNTIL,
        confirmed_until=CONFIRMED,
        closed=first,
    )


def anywhere() -> Calendar:
    """The calendar that is closed where one of the nations is."""
    return Calendar(id="uk-any", title="Closed anywhere in the United Kingdom", statutory=True, union_of=tuple(NATIONS))


def calendars() -> tuple[Calendar, ...]:
    """Every packaged calendar."""
    return (*map(nation, NATIONS), anywhere())


def _bank_holidays(part: str) -> tuple[NamedDay, ...]:
    years = range(FROM.year, UNTIL.year + 1)
    found = holidays.country_holidays("GB", subdiv=part, years=years, language="en_GB")
    return tuple(NamedDay(day=day, title=_title(title)) for day, title in sorted(found.items()) if day.weekday() < 5)


def _title(title: str) -> str:
    if title in TITLES:
        return TITLES[title]
    plain = title.removesuffix(" (observed)")
    return TITLES.get(plain, plain) + " (substitute day)" * (plain != title)


def files() -> dict[str, str]:
    """Every file of the pack, by name."""
    return {f"{name}.qa": "\n".join(["qa 1", "", HEAD[name] + text]) for name, text in _texts()}


def _texts() -> Iterator[tuple[str, str]]:
    yield (
        "standard",
        f"""\
standard calendars "Working-day calendars of the United Kingdom" {{
  source  "https://www.gov.uk/bank-holidays.json" "UK bank holidays, GOV.UK"
  source  "https://pypi.org/project/holidays/"
          "holidays, which computes the bank holidays GOV.UK does not give: earlier and later ones"
  version "{CONFIRMED.year}"
}}
""",
    )
    for calendar in calendars():
        yield calendar.id, _text(calendar)


def _text(calendar: Calendar) -> str:
    lines = [f'calendar {calendar.id} "{calendar.title}" {{', "  statutory"]
    if calendar.union_of:
        lines.append(f"  union of {', '.join(calendar.union_of)}")
    if calendar.covers_from and calendar.covers_until:
        lines.append(f"  covers from {day_words(calendar.covers_from)} until {day_words(calendar.covers_until)}")
    if calendar.confirmed_until:
        lines.append(f"  confirmed until {day_words(calendar.confirmed_until)}")
    if calendar.weekdays:
        lines.append(f"  working {', '.join(day.value for day in calendar.weekdays)}")
    lines += [f'  closed on {day_words(named.day)} "{named.title}"' for named in calendar.closed]
    return "\n".join([*lines, "}", ""])


def main() -> None:
    """Write the files, or say which differ."""
    parser = argparse.ArgumentParser(description="Write the packaged calendars.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a file differs")
    only_check = parser.parse_args().check
    differing = []
    for name, text in files().items():
        path = FOLDER / name
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        differing.append(name)
        if not only_check:
            path.write_text(text, "utf-8", newline="\n")
    if only_check and differing:
        sys.exit(f"not as scripts/calendars.py writes them: {', '.join(differing)}")


if __name__ == "__main__":
    main()
