"""Samples: which records may be drawn, and a draw that anybody can repeat from its seed."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from qarules.engine.local_time import only_day
from qarules.engine.pairing import paired
from qarules.engine.parameters import whole
from qarules.engine.records import Fields, Read, Reader, lot, repeated, sample_named
from qarules.engine.sources import cited, interpretations
from qarules.engine.values import did_you_mean
from qarules.model.activity import Pick, Sample
from qarules.model.draw import Draw, Eligibility, LeftOut, Mode, Stratum, WhyNot
from qarules.model.outcome import Problem
from qarules.model.pack import Pack
from qarules.model.words import condition_words


def eligible(pack: Pack, sample: str, record: Fields, *, on: datetime.date) -> Eligibility:
    """
    Whether *record* may be drawn for *sample* on the day *on*.

    Args:
        record: Its fields by id, and its own ``id``. In the conditions of a sample ``audit-date`` means the day *on*.

    Returns:
        Yes, no with the rules that leave it out, or that it cannot be known and what is missing.

    Raises:
        NotFoundError: The pack has no such sample.
        TypeError: *record* is no mapping, or *on* is no date without a time.
    """
    only_day(on, "on")
    return Reader(pack, sample_named(pack, sample), on).read(record).eligibility


def draw(
    pack: Pack,
    sample: str,
    records: Iterable[Fields],
    *,
    on: datetime.date,
    seed: int | str,
    parameters: Mapping[str, int | Fraction] | None = None,
    chosen: Mapping[str | int, Sequence[str]] | None = None,
) -> Draw:
    """
    The records of *sample*, stratum by stratum in the author's order.

    A stratum drawn at random takes the eligible records that come first in an order that follows from the seed, the
    sample, the stratum and the record's own id alone. Where it would fall short, a record drawn before for another
    stratum moves over if that one can be filled otherwise, so that as many places as possible are filled, and those of
    earlier strata first. What is not drawn changes nothing: without it, or in another order, the draw is the same.

    Args:
        seed: The number 7 and the text ``7`` are the same.
        parameters: What the adopting body sets where the framework leaves a number open.
        chosen: For each stratum filled by choice, by its title or its number from 1, the ids of the records named.

    Raises:
        NotFoundError: The pack has no such sample.
        TypeError: A record is no mapping, or *on* is no date without a time.

    Source:
        DOR-CHAD 10 (two of each of four, shortfall by stratum); NS-SPT, Managing (one at random, two by choice).
    """
    only_day(on, "on")
    stated = sample_named(pack, sample)
    reader = Reader(pack, stated, on)
    read = sorted(map(reader.read, records), key=lambda each: each.eligibility.record)
    return _Drawing(pack, stated, on, str(seed), read, parameters or {}, chosen or {}).draw()


# --- the draw --------------------------------------------------------------------------------------------------------


class _Drawing:
    """Fills the strata of one sample."""

    def __init__(
        self,
        pack: Pack,
        sample: Sample,
        on: datetime.date,
        seed: str,
        records: Sequence[Read],
        parameters: Mapping[str, int | Fraction],
        chosen: Mapping[str | int, Sequence[str]],
    ) -> None:
        self.pack = pack
        self.sample = sample
        self.on = on
        self.seed = seed
        self.records = records
        refused = [problem for read in records for problem in read.eligibility.problems]
        self.problems = sorted(refused, key=lambda problem: (problem.thing, problem.message, problem.given))
        ids = [read.eligibility.record for read in records]
        several = repeated(ids)
        self.problems += several
        self.twice = {problem.thing for problem in several}
        self.by_id = {name: read for name, read in zip(ids, records, strict=True) if name and name not in self.twice}
        self.wanted = [self.count(pick.count, parameters) for pick in sample.picks]
        if not sample.picks:
            self.problem(sample.id, f"`{sample.id}` does not say how many are chosen")
        self.named = self.names(chosen)
        self.drawn = self.lots()

    def problem(self, thing: str, message: str, allowed: str = "", given: str = "") -> None:
        self.problems.append(Problem(thing=str(thing), message=message, given=given, allowed=allowed))

    def count(self, count: int | str, parameters: Mapping[str, int | Fraction]) -> int | None:
        """How many a stratum takes; None where that is open."""
        number, problems = whole(self.pack, count, parameters)
        self.problems += [problem for problem in problems if problem not in self.problems]
        return number

    # --- by choice ---------------------------------------------------------------------------------------------------

    def names(self, chosen: Mapping[str | int, Sequence[str]]) -> dict[int, list[str]]:
        """For each stratum filled by choice, the records named for it that can be taken."""
        numbers = {pick.title: number for number, pick in reversed([*enumerate(self.sample.picks)]) if pick.title}
        taken: dict[int, list[str]] = {n: [] for n, pick in enumerate(self.sample.picks) if pick.by_choice}
        for key, ids in sorted(chosen.items(), key=lambda pair: str(pair[0])):
            number = key - 1 if isinstance(key, int) else numbers.get(key, -1)
            if number not in range(len(self.sample.picks)):
                titles = [pick.title for pick in self.sample.picks if pick.title]
                self.problem(str(key), f"`{key}` is no stratum of `{self.sample.id}`", did_you_mean(str(key), titles))
            elif number not in taken:
                self.problem(
                    str(key), f"stratum `{key}` is drawn at random", "records are named for a stratum by choice"
                )
            else:
                for name in [ids] if isinstance(ids, str) else map(str, ids):
                    self.name(name, number, taken)
        return taken

    def name(self, name: str, number: int, taken: Mapping[int, list[str]]) -> None:
        """Take the record *name* for a stratum, or say why it cannot be taken."""
        most, read = self.wanted[number], self.by_id.get(name)
        label = self.label(number)
        if read is None:
            self.problem(name, f"`{name}`, named for {label}, is none of the records", did_you_mean(name, self.by_id))
        elif any(name in names for names in taken.values()):
            self.problem(name, f"record `{name}` is named twice", "a record serves one stratum")
        elif not read.fits(number):
            left = self.left_out(read)
            why = left.text if left.why in (WhyNot.EXCLUDED, WhyNot.UNKNOWN) else "it does not belong to it"
            self.problem(name, f"record `{name}` cannot be taken for {label}: {why}")
        elif most is not None and len(taken[number]) >= most:
            self.problem(name, f"record `{name}` is one too many for {label}", f"at most {most}")
        else:
            taken[number].append(name)

    def label(self, number: int) -> str:
        title = self.sample.picks[number].title
        return f"`{title}`" if title else f"stratum {number + 1}"

    # --- at random ---------------------------------------------------------------------------------------------------

    def lots(self) -> dict[int, list[str]]:
        """For each stratum drawn at random, what is drawn for it, in the order of its lots."""
        spoken_for = {name for names in self.named.values() for name in names}
        order: dict[int, list[str]] = {}
        for number, pick in enumerate(self.sample.picks):
            if not pick.by_choice:
                rank = functools.partial(lot, self.seed, self.sample.id, str(number + 1))
                fitting = (name for name, read in self.by_id.items() if read.fits(number) and name not in spoken_for)
                order[number] = sorted(fitting, key=rank)
        # No stratum takes more than there is to take, however large a number a parameter sets.
        places = [number for number, names in order.items() for _ in names[: self.wanted[number] or 0]]
        held = paired(places, order, most=1)
        return {number: [name for name in names if held[name] == [number]] for number, names in order.items()}

    # --- the result --------------------------------------------------------------------------------------------------

    def draw(self) -> Draw:
        strata = tuple(self.stratum(number, pick) for number, pick in enumerate(self.sample.picks))
        taken = {name for stratum in strata for name in stratum.records}
        rules = (rule.cites for rule in self.sample.eligible)
        clauses = cited(self.sample.cites, *rules, *(pick.cites for pick in self.sample.picks))
        out = [read for read in self.records if read.eligibility.record not in taken and read.eligibility.record]
        once = {read.eligibility.record: read for read in out}
        return Draw(
            sample=str(self.sample.id),
            title=self.sample.title,
            on=self.on,
            seed=self.seed,
            labelled=self.sample.labelled,
            strata=strata,
            left_out=tuple(map(self.left_out, once.values())),
            problems=tuple(self.problems),
            clauses=clauses,
            rests_on=interpretations(clauses, self.pack),
            changes=self.pack.changes,
            span=self.sample.span,
        )

    def stratum(self, number: int, pick: Pick) -> Stratum:
        records = self.named[number] if pick.by_choice else self.drawn[number]
        wanted = self.wanted[number]
        return Stratum(
            number=number + 1,
            title=pick.title,
            text=condition_words(pick.where) if pick.where is not None else "any eligible record",
            mode=Mode.NAMED if pick.by_choice else Mode.DRAWN,
            wanted=wanted,
            fitting=sum(read.fits(number) for read in self.by_id.values()),
            records=tuple(records),
            short=None if wanted is None else wanted - len(records),
            clauses=cited(pick.cites or self.sample.cites),
            span=pick.span,
        )

    def left_out(self, read: Read) -> LeftOut:
        """Why a record is not taken."""
        found = read.eligibility
        left: Callable[..., LeftOut] = functools.partial(LeftOut, record=found.record)
        rules = "; ".join(barred.text for barred in found.barred)
        clauses = cited(*(barred.clauses for barred in found.barred))
        if found.record in self.twice:
            return left(why=WhyNot.REFUSED, text="it is there more than once")
        if found.eligible is False:
            text = f"only where {rules}"
            return left(why=WhyNot.EXCLUDED, text=text, otherwise=found.otherwise, clauses=clauses)
        if found.eligible is None:
            text = f"it cannot be known whether {rules}"
            return left(why=WhyNot.UNKNOWN, text=text, missing=found.missing, clauses=clauses)
        fitting = [pick for number, pick in enumerate(self.sample.picks) if read.fits(number)]
        if fitting:
            named = all(pick.by_choice for pick in fitting)
            text = "it was not named" if named else "it was not drawn"
            return left(why=WhyNot.NOT_NAMED if named else WhyNot.NOT_DRAWN, text=text)
        open_strata = [watch for watch in read.strata if watch is not None and watch.holds is None]
        if open_strata:
            missing = tuple(dict.fromkeys(str(field) for watch in open_strata for field in watch.missing))
            text = "it cannot be known whether " + " or ".join(watch.text for watch in open_strata)
            clauses = cited(*(watch.clauses for watch in open_strata))
            return left(why=WhyNot.UNKNOWN, text=text, missing=missing, clauses=clauses)
        return left(why=WhyNot.NO_STRATUM, text="it belongs to no stratum")
