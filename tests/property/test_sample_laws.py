"""Laws of samples and of who audits what, against brute force over small cases."""

from __future__ import annotations

import datetime
import itertools
from collections import Counter
from fractions import Fraction

from hypothesis import HealthCheck, given, settings, strategies as st

from qarules.engine.assignment import assign
from qarules.engine.pairing import paired
from qarules.engine.parameters import settled
from qarules.engine.samples import draw, eligible
from qarules.model.activity import Eligible, Parameter, Pick, Record, Sample
from qarules.model.condition import At, Is, Reference
from qarules.model.draw import WhyNot
from qarules.model.looks import Independence, Look
from qarules.model.pack import Pack
from qarules.model.standard import Role
from qarules.model.tool import Item, Keyword, YesNo

ON = datetime.date(2026, 5, 4)
small = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# --- the draw --------------------------------------------------------------------------------------------------------

FIELDS = ("may", "a", "b", "c")


def is_yes(name):
    return Is(thing=Reference(name=name), at=At(step="yes"))


def pack_of(picks):
    fields = tuple(Item(keyword=Keyword.QUESTION, id=name, title=name, answer=YesNo()) for name in FIELDS)
    sample = Sample(id="s", title="S", of="r", eligible=(Eligible(when=is_yes("may"), otherwise=("t",)),), picks=picks)
    return Pack(name="p", records=(Record(id="r", title="R", fields=fields),), samples=(sample,))


picks = st.lists(
    st.builds(
        lambda count, field: Pick(count=count, where=is_yes(field) if field else None),
        st.integers(1, 3),
        st.sampled_from(["", "a", "b", "c"]),
    ),
    min_size=1,
    max_size=3,
).map(tuple)

told = st.sampled_from([True, True, False, None])
answers = st.fixed_dictionaries(dict.fromkeys(FIELDS, told)).map(
    lambda given: {name: value for name, value in given.items() if value is not None}
)
records = st.lists(answers, max_size=7).map(
    lambda every: [{"id": f"r{number}", **answers} for number, answers in enumerate(every)]
)


def fits(record, pick):
    """Whether a record may certainly serve a stratum: written anew, from the answers alone."""
    return record.get("may") is True and (pick.where is None or record.get(pick.where.thing.name) is True)


def most_filled(picks, records):
    """The most places that can be filled, by trying everything."""
    places = [pick for pick in picks for _ in range(pick.count)]

    def best(number, used):
        if number == len(places):
            return 0
        taken = (
            1 + best(number + 1, used | {n})
            for n, record in enumerate(records)
            if n not in used and fits(record, places[number])
        )
        return max(best(number + 1, used), *taken, 0)

    return best(0, frozenset())


@small
@given(picks, records, st.integers(), st.randoms(use_true_random=False))
def test_a_draw(picks, records, seed, random):
    """As many places are filled as can be; each record serves one stratum it belongs to, or has a reason why not."""
    pack = pack_of(picks)
    drawn = draw(pack, "s", records, on=ON, seed=seed)
    by_id = {record["id"]: record for record in records}
    assert len(drawn.records) == most_filled(picks, records)
    for pick, stratum in zip(picks, drawn.strata, strict=True):
        assert all(fits(by_id[record], pick) for record in stratum.records)
        assert stratum.short == pick.count - len(stratum.records) >= 0
        assert stratum.fitting == sum(fits(record, pick) for record in records)
    assert sorted([*drawn.records, *(left.record for left in drawn.left_out)]) == sorted(by_id)
    for left in drawn.left_out:
        found = eligible(pack, "s", by_id[left.record], on=ON)
        assert found.eligible is by_id[left.record].get("may")
        expected = {False: {WhyNot.EXCLUDED}, None: {WhyNot.UNKNOWN}}.get(found.eligible)
        assert left.why in (expected or {WhyNot.NOT_DRAWN, WhyNot.NO_STRATUM, WhyNot.UNKNOWN})
        assert left.otherwise == (("t",) if found.eligible is False else ())
        if found.eligible:
            assert (left.why is WhyNot.NOT_DRAWN) == any(fits(by_id[left.record], pick) for pick in picks)
    shuffled = random.sample(records, len(records))
    assert draw(pack, "s", shuffled, on=ON, seed=seed) == drawn


@small
@given(picks, records, st.integers())
def test_what_is_not_drawn_changes_nothing(picks, records, seed):
    """Without any record that was not drawn, the same records are drawn for the same strata."""
    pack = pack_of(picks)
    drawn = draw(pack, "s", records, on=ON, seed=seed)
    for left in drawn.left_out:
        rest = [record for record in records if record["id"] != left.record]
        again = draw(pack, "s", rest, on=ON, seed=seed)
        assert [stratum.records for stratum in again.strata] == [stratum.records for stratum in drawn.strata]


def test_every_record_is_drawn_about_as_often():
    """Over 600 seeds, two of eight: each record and each pair comes up as chance would have it."""
    pack = pack_of((Pick(count=2),))
    records = [{"id": f"r{n}", "may": True} for n in range(8)]
    draws = [draw(pack, "s", records, on=ON, seed=seed).records for seed in range(600)]
    singles = Counter(record for drawn in draws for record in drawn)
    pairs = Counter(frozenset(drawn) for drawn in draws)
    # Chi-square: the 99.9% points for 7 and 27 degrees of freedom are 24.3 and 55.5.
    assert sum(Fraction((n - 150) ** 2, 150) for n in singles.values()) < Fraction("24.3")
    expected = Fraction(600, 28)
    assert len(pairs) == 28
    assert sum((n - expected) ** 2 / expected for n in pairs.values()) < Fraction("55.5")


# --- who audits what -------------------------------------------------------------------------------------------------

AUDITORS = ("ann", "ben", "cat", "dan")


@st.composite
def tasks(draw_):
    """Records with those who may not audit them, how many each takes at most, and when each audited last."""
    auditors = AUDITORS[: draw_(st.integers(1, 4))]
    barred = draw_(st.lists(st.sets(st.sampled_from(auditors)), max_size=5))
    most = draw_(st.none() | st.integers(1, 3))
    days = st.integers(0, 3).map(lambda n: datetime.date(2026, 1, 1) + datetime.timedelta(days=n))
    history = draw_(st.dictionaries(st.sampled_from(auditors), days))
    return auditors, barred, most, history, draw_(st.booleans())


def assigned(task, seed, order=None):
    auditors, barred, most, history, in_turn = task
    look = Look(by=("auditor",), independence=Independence(not_roles=("worker",)))
    sample = Sample(id="s", title="S", auditors=look, at_most_each=most, in_turn=in_turn)
    roles = (Role(id="auditor", title="Auditor"), Role(id="worker", title="Worker"))
    pack = Pack(name="p", roles=roles, samples=(sample,))
    records = [
        {"id": f"r{n}", "people": {"worker": [*sorted(names), "somebody else"]}} for n, names in enumerate(barred)
    ]
    ordered = records if order is None else order.sample(records, len(records))
    people = {"auditor": auditors if order is None else tuple(order.sample(auditors, len(auditors)))}
    return assign(pack, "s", ordered, people=people, on=ON, seed=seed, history=history)


def every_assignment(task):
    """Everything that could be assigned, None for nobody, by trying everything."""
    auditors, barred, most, _, _ = task
    for chosen in itertools.product((None, *auditors), repeat=len(barred)):
        loads = Counter(filter(None, chosen))
        is_allowed = all(name not in names for name, names in zip(chosen, barred, strict=True))
        if is_allowed and (most is None or all(load <= most for load in loads.values())):
            yield chosen, loads


@small
@given(tasks(), st.integers(0, 5))
def test_an_assignment_is_the_best_there_is(task, seed):
    """As many records as can have an auditor have one; the load is as even as it can be; then turns decide."""
    auditors, barred, _, history, in_turn = task
    found = assigned(task, seed)
    given_to = tuple(allocation.auditor or None for allocation in found.allocations)
    every = list(every_assignment(task))
    assert given_to in [chosen for chosen, _ in every]
    placed = len(barred) - given_to.count(None)
    assert placed == max(len(barred) - chosen.count(None) for chosen, _ in every)
    fullest = [loads for chosen, loads in every if len(barred) - chosen.count(None) == placed]
    loads = Counter(filter(None, given_to))
    squares = min(sum(load**2 for load in other.values()) for other in fullest)
    assert sum(load**2 for load in loads.values()) == squares
    for number, name in enumerate(given_to):
        others = [other for other in auditors if name and other not in barred[number]]
        assert all(loads[name] <= loads[other] + 1 for other in others)
    if in_turn:
        evenest = [other for other in fullest if sum(load**2 for load in other.values()) == squares]
        last = {name: history[name].toordinal() if name in history else 0 for name in auditors}

        def turns(loads):
            return sum(last[name] * load for name, load in loads.items())

        assert turns(loads) == min(map(turns, evenest))


@small
@given(tasks(), st.integers(0, 5), st.randoms(use_true_random=False))
def test_the_order_of_records_and_people_changes_nothing(task, seed, random):
    """Records and people in another order make the same assignment."""
    assert assigned(task, seed, random) == assigned(task, seed)


@small
@given(tasks())
def test_who_is_kept_from_a_record_is_told(task):
    """For every record, everybody who worked on it is told as kept from it, and nobody else."""
    found = assigned(task, 1)
    for allocation, names in zip(found.allocations, task[1], strict=True):
        assert {objection.person for objection in allocation.objections} == names
        assert bool(allocation.text) == (not allocation.auditor)
    assert sorted(record for load in found.loads for record in load.records) == sorted(
        allocation.record for allocation in found.allocations if allocation.auditor
    )


# --- giving seekers what suits them ----------------------------------------------------------------------------------


def paired_plainly(seekers, suiting, most, cost):
    """Everything in reach is looked through anew for every seeker."""
    held = {thing: [] for things in suiting.values() for thing in things}
    for seeker in seekers:
        reached, waiting, seen = {}, [(seeker, None)], {seeker}
        for taker, left in waiting:
            for thing in suiting[taker]:
                if thing not in reached:
                    reached[thing] = (taker, left)
                    movers = [holder for holder in dict.fromkeys(held[thing]) if holder not in seen]
                    seen.update(movers)
                    waiting += [(holder, thing) for holder in movers]
        free = [thing for thing in reached if most is None or len(held[thing]) < most]
        if cost is not None:
            free.sort(key=lambda thing: cost(thing, len(held[thing])))
        end = free[0] if free else None
        while end is not None:
            taker, left = reached[end]
            held[end].append(taker)
            if left is not None:
                held[left].remove(taker)
            end = left
    return held


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 6), unique=True), min_size=1, max_size=6),
    st.lists(st.integers(0, 5), max_size=14),
    st.sampled_from([1, 2, None]),
    st.sampled_from([None, lambda thing, load: (load, -thing), lambda thing, load: load]),
)
def test_what_is_passed_over_in_pairing_changes_nothing(lists, turns, most, cost):
    """Looking no further than the nearest with room, and never again for who found none, gives what looking on does."""
    suiting = dict(enumerate(lists))
    seekers = [seeker for seeker in turns if seeker in suiting]
    assert paired(seekers, suiting, most=most, cost=cost) == paired_plainly(seekers, suiting, most, cost)


# --- parameters ------------------------------------------------------------------------------------------------------

numbers = st.fractions(min_value=-3, max_value=3, max_denominator=2)
bounds = st.none() | numbers | st.sampled_from(["a", "b", "c"])


@small
@given(
    st.lists(st.tuples(bounds, bounds, st.none() | numbers), min_size=3, max_size=3),
    st.dictionaries(st.sampled_from("abc"), numbers),
)
def test_bounds_are_held(stated, said):
    """A problem stands for exactly each bound that is broken, with the case's values before the pack's."""
    parameters = tuple(
        Parameter(id=name, title=name, low=low, high=high, value=value)
        for name, (low, high, value) in zip("abc", stated, strict=True)
    )
    found = settled(Pack(name="p", parameters=parameters), said)
    values = {each.id: said.get(each.id, each.value) for each in parameters}
    assert {each.parameter: each.value for each in found.settings} == values
    broken = Counter()
    for each in parameters:
        low, high = (values[end] if isinstance(end, str) else end for end in (each.low, each.high))
        if values[each.id] is not None:
            broken[each.id] += (low is not None and values[each.id] < low) + (
                high is not None and values[each.id] > high
            )
    assert Counter(problem.thing for problem in found.problems) == +broken
