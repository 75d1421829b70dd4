"""Records as a caller hands them in, read against a sample: whether they may be drawn, and for which strata."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import attrs

from qarules.engine.evaluate import evaluate
from qarules.engine.sources import cited, interpretations
from qarules.engine.values import did_you_mean, is_endless, no_such, shown
from qarules.frozen import frozen
from qarules.model.activity import Record, Sample
from qarules.model.draw import Barred, Eligibility
from qarules.model.outcome import Problem, Watch
from qarules.model.pack import Pack
from qarules.model.watched import record_tool, rule_path, stratum_path

Fields = Mapping[str, object]

OWN_KEYS = ("id", "people")
"""What a record may carry besides its fields: its id, and who holds which role in it."""


def sample_named(pack: Pack, sample: str) -> Sample:
    """The sample of that id, now or formerly; NotFoundError for none."""
    names = {name: each for each in pack.samples for name in each.formerly}
    names |= {each.id: each for each in pack.samples}
    if sample not in names:
        raise no_such("sample", sample, pack.name, names)
    return names[sample]


def lot(*parts: str) -> str:
    """The place of something in an order that nobody can steer and everybody can repeat."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def record_id(record: Fields) -> str:
    """The id a record carries, as text; empty for none that can be used."""
    given = record.get("id")
    is_id = isinstance(given, str) or (isinstance(given, int) and not isinstance(given, bool) and not is_endless(given))
    return str(given).strip() if is_id else ""


def repeated(ids: Iterable[str]) -> tuple[Problem, ...]:
    """A problem for every id that several records carry."""
    counts = sorted(Counter(filter(None, ids)).items())
    return tuple(
        Problem(thing=name, message=f"record `{name}` is there {count} times", allowed="each record once")
        for name, count in counts
        if count > 1
    )


@frozen
class Read:
    """A record, read: whether it may be drawn, and for each stratum whether it belongs to it."""

    eligibility: Eligibility
    strata: tuple[Watch | None, ...]

    def fits(self, number: int) -> bool:
        """Whether it may certainly be drawn for the stratum of that place, from 0."""
        watch = self.strata[number]
        return self.eligibility.eligible is True and (watch is None or watch.holds is True)


class Reader:
    """Reads records of one sample: its conditions are evaluated like those of a tool whose questions are the fields."""

    def __init__(self, pack: Pack, sample: Sample, on: datetime.date) -> None:
        self.pack = pack
        self.sample = sample
        self.on = on
        record = next((each for each in pack.records if each.id == sample.of), Record(id=sample.of, title=""))
        self.fields = {name for field in record.fields for name in (field.id, *field.formerly)}
        self.tool = attrs.evolve(record_tool(record, sample, pack), on=on)
        self.clauses = cited(sample.cites, *(rule.cites for rule in sample.eligible))
        self.rests_on = interpretations(self.clauses, pack)

    def read(self, record: Fields) -> Read:
        """What can be said of *record*; TypeError where it is no mapping."""
        if not hasattr(record, "items"):
            message = f"a record has to be a mapping by fields, not {type(record).__name__}"
            raise TypeError(message)
        name = record_id(record)
        outcome = evaluate(self.tool, {field: value for field, value in record.items() if field in self.fields})
        watched = {watch.id: watch for watch in outcome.watched}
        barred = [each for number in range(len(self.sample.eligible)) for each in self._barred(number, watched)]
        out = [each for each in barred if each.holds is False]
        eligibility = Eligibility(
            sample=str(self.sample.id),
            title=self.sample.title,
            record=name,
            on=self.on,
            eligible=False if out else None if barred else True,
            barred=tuple(out or barred),
            otherwise=tuple(dict.fromkeys(where for each in out for where in each.otherwise)),
            missing=() if out else tuple(dict.fromkeys(field for each in barred for field in each.missing)),
            problems=tuple(self._problems(name, record, outcome.problems)),
            clauses=self.clauses,
            rests_on=self.rests_on,
            changes=self.pack.changes,
            span=self.sample.span,
        )
        return Read(eligibility, tuple(watched.get(stratum_path(number)) for number in range(len(self.sample.picks))))

    def _barred(self, number: int, watched: Mapping[str, Watch]) -> Iterator[Barred]:
        rule, watch = self.sample.eligible[number], watched[rule_path(number)]
        if watch.holds is not True:
            yield Barred(
                text=watch.text,
                holds=watch.holds,
                missing=tuple(map(str, watch.missing)),
                otherwise=tuple(map(str, rule.otherwise)),
                clauses=cited(rule.cites or self.sample.cites),
                span=rule.span,
            )

    def _problems(self, name: str, record: Fields, refused: Iterable[Problem]) -> Iterator[Problem]:
        if not name:
            given = shown(record.get("id", ""))
            yield Problem(thing="id", message="a record has no id", given=given, allowed="a text or a whole number")
        strange = [field for field in record if field not in self.fields and field not in OWN_KEYS]
        for field in sorted(strange, key=str):
            message = f"record `{name}`: `{field}` is no field of `{self.tool.id}`"
            allowed = did_you_mean(str(field), self.fields)
            yield Problem(thing=f"{name}/{field}", message=message, given=shown(record[field]), allowed=allowed)
        for each in refused:
            yield attrs.evolve(each, thing=f"{name}/{each.thing}", message=f"record `{name}`: {each.message}")
