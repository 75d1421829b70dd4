"""What recurs comes to the number a year its author expects, and stays out of the months it is to stay out of."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

import attrs

from qarules.dsl import codes
from qarules.dsl.checks.damage import is_damaged
from qarules.dsl.findings import Findings, listed
from qarules.model.activity import Activity, Every, Forum, Inactive, InMonths, Recurrence
from qarules.model.activity_words import rhythm_words
from qarules.model.months import MONTH_NAMES, MONTHS
from qarules.model.pack import Pack
from qarules.model.yearly import Yearly, as_activity, month_step, per_year, times_a_year

_ALTERNATE = "alternate months"


def check(pack: Pack, findings: Findings) -> None:
    """Report what recurs otherwise than its author says elsewhere in the same place."""
    in_force_from = pack.standard.in_force_from if pack.standard is not None else None
    things: tuple[Activity | Forum, ...] = (*pack.activities, *pack.forums)
    for thing in things:
        whole = as_activity(thing)
        if is_damaged(thing.id, findings) or _misnames(thing, findings) or _names_quiet_months(whole, findings):
            continue
        yearly = times_a_year(whole, in_force_from)
        if yearly is not None and yearly.counts == (0,) and whole.expects != 0:
            findings.add(
                codes.NEVER_MONTH_NAMED,
                whole.span,
                f"`{whole.id}` never takes place: all of it falls into {_months(whole.never_in, 'or')}",
                help="let it start in another month, or take the month out of `never in`",
            )
        elif yearly is not None and yearly.merged:
            _report_merged(whole, yearly.merged, findings)
        elif whole.expects is not None and whole.recurrences and not _is(whole.expects, yearly):
            _report_expected(whole, whole.expects, yearly, in_force_from, findings)


def _is(expected: int, yearly: Yearly | None) -> bool:
    return yearly is not None and yearly.counts == (expected,)


def _misnames(thing: Activity | Forum, findings: Findings) -> bool:
    """Whether a month is named that there is not, so that nothing can be said of how often it is."""
    span = thing.span
    return span is not None and any(
        found.code == codes.NO_SUCH_MONTH.code
        and found.span is not None
        and found.span.source == span.source
        and span.start <= found.span.start < span.end
        for found in findings.found
    )


def _names_quiet_months(activity: Activity, findings: Findings) -> bool:
    """Whether a month is named that is also excluded; reports it."""
    names = {
        name: recurrence
        for recurrence in activity.recurrences
        if isinstance(recurrence.rhythm, InMonths)
        for themed in recurrence.rhythm.months
        if themed.month in activity.never_in
        for name in [MONTH_NAMES[themed.month - 1]]
    }
    for name, recurrence in names.items():
        findings.add(
            codes.NEVER_MONTH_NAMED,
            recurrence.span or activity.span,
            f"`{activity.id}` is to take place in {name}, and never in {name}",
            help=f"take {name} out of one of the two",
        )
    return bool(names)


def _report_merged(activity: Activity, months: tuple[int, ...], findings: Findings) -> None:
    quiet = _months(activity.never_in, "or")
    findings.add(
        codes.MONTHS_MERGE,
        activity.span,
        f"`{activity.id}` can take place twice in {_months(months, 'and')}, where what falls into {quiet} is moved",
        help="say `skipped` of these months, or name the months it takes place in",
    )


def _report_expected(
    whole: Activity,
    expected: int,
    yearly: Yearly | None,
    in_force_from: datetime.date | None,
    findings: Findings,
) -> None:
    words = _words(whole)
    if yearly is None:
        findings.add(
            codes.EXPECTED_COUNT,
            whole.span,
            f"`expect {expected} a year` cannot be held: how often {words} is in a year is not fixed",
            help=f"take `expect` out, or write `{expected} times a year`",
        )
        return
    starts = _starts(whole, in_force_from)
    verb = "give" if len(whole.recurrences) > 1 or words.startswith(_ALTERNATE) else "gives"
    findings.add(
        codes.EXPECTED_COUNT,
        whole.span,
        f"`expect {expected} a year` does not hold: {words} {verb} {_by_start(starts) or _counts(yearly)}",
        help="; or ".join(_remedies(whole, expected, yearly, starts, in_force_from)),
        labels=[(each.span, "this is counted") for each in whole.recurrences],
    )


# --- in words --------------------------------------------------------------------------------------------------------


def _months(months: Iterable[int], joint: str) -> str:
    names = [MONTH_NAMES[month - 1] for month in sorted(months)]
    return f" {joint} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _words(activity: Activity) -> str:
    """``alternate months except August and December``."""
    rhythms = [each.rhythm for each in activity.recurrences]
    (first, *others) = rhythms
    if not others and isinstance(first, Every) and month_step(first) == 2:
        words = _ALTERNATE
    else:
        words = listed(map(rhythm_words, rhythms), "and")
    if not activity.never_in:
        return words
    quiet = _months(activity.never_in, "and")
    instead = f" with {activity.inactive.value}" if activity.inactive is not Inactive.SKIPPED else ""
    return f"{words} except {quiet}{instead}"


def _counts(yearly: Yearly) -> str:
    numbers = [str(count) for count in yearly.counts]
    if not yearly.exact:
        return f"{numbers[0]} to {numbers[-1]} a year"
    return f"{' or '.join(filter(None, [', '.join(numbers[:-1]), numbers[-1]]))} a year"


# --- where it starts -------------------------------------------------------------------------------------------------


def _starts(activity: Activity, in_force_from: datetime.date | None) -> dict[tuple[int, ...], list[int]]:
    """The months to start from by the counts that come of it; empty where these do not depend on the month."""
    if len(activity.recurrences) != 1 or not isinstance(activity.recurrences[0].rhythm, Every):
        return {}
    (recurrence,) = activity.recurrences
    found: dict[tuple[int, ...], list[int]] = {}
    for month in range(1, MONTHS + 1):
        yearly = per_year(_starting(recurrence, month), activity, in_force_from)
        if yearly is not None and month_step(activity.recurrences[0].rhythm) is not None:
            found.setdefault(yearly.counts, []).append(month)
    return found if len(found) > 1 else {}


def _starting(recurrence: Recurrence, month: int) -> Recurrence:
    assert isinstance(recurrence.rhythm, Every)
    return attrs.evolve(recurrence, rhythm=attrs.evolve(recurrence.rhythm, start=month))


def _by_start(starts: dict[tuple[int, ...], list[int]]) -> str:
    """``4 a year when counted from an even month, 6 when from an odd one``; empty where the month plays no part."""
    parts = []
    for number, (counts, months) in enumerate(sorted(starts.items())):
        times = " or ".join(map(str, counts))
        a_year, counted = (" a year", "counted from") if number == 0 else ("", "from")
        parts.append(f"{times}{a_year} when {counted} {_named(months, 'month' if number == 0 else 'one')}")
    return ", ".join(parts)


def _named(months: list[int], noun: str) -> str:
    parity = {tuple(range(1, 13, 2)): f"an odd {noun}", tuple(range(2, 13, 2)): f"an even {noun}"}
    return parity.get(tuple(months)) or _months(months, "or")


def _remedies(
    whole: Activity,
    expected: int,
    yearly: Yearly,
    starts: dict[tuple[int, ...], list[int]],
    in_force_from: datetime.date | None,
) -> Iterator[str]:
    """What the author could write instead; each of them does hold."""
    if (expected,) in starts:
        yield f"start in {_named(starts[expected,], 'month')}"
    if whole.never_in:
        for inactive in Inactive:
            other = times_a_year(attrs.evolve(whole, inactive=inactive), in_force_from)
            if other is not None and other.counts == (expected,) and not other.merged:
                yield f"say `{inactive.value}` of the months without it"
    if len(whole.recurrences) == 1:
        rhythm = whole.recurrences[0].rhythm
        if isinstance(rhythm, Every) and month_step(rhythm) is None:
            yield f"write `{expected} times a year`"
        elif expected <= MONTHS - len(whole.never_in):
            yield "list the months: `every year in …`"
    if len(yearly.counts) == 1:
        yield f"write `expect {yearly.counts[0]} a year`"
