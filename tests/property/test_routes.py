"""Laws of what comes next, over generated escalations and cases; and doing the steps as the oracle of getting stuck."""

from __future__ import annotations

import datetime

import attrs
from hypothesis import HealthCheck, given, settings, strategies as st

from qarules.dsl.checks import stuck
from qarules.dsl.findings import Findings
from qarules.engine.next_steps import next_steps
from qarules.model.case import Case, Raise
from qarules.model.condition import At, Is, Reference
from qarules.model.next_step import NextStep, NextSteps, Part, Progress, Trouble
from qarules.model.pack import Pack
from qarules.model.recording import Recording
from qarules.model.route import Escalation, Event, Process, Step
from qarules.model.standard import Role
from qarules.model.term import EarliestOpportunity, Immediately, Length, Term, TermUnit, Within
from qarules.model.tool import Item, Keyword, YesNo
from qarules.model.trigger import Happens, Holds, Raised

fast = settings(
    deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

TODAY = datetime.date(2023, 5, 9)
ROLES = ("ann", "ben", "cat", "dev", "empty")
KNOWNS = ("danger", "concern", "drift")
RECORDS = ("file", "diary", "letter")
PERSONS = ("p1", "p2", "p3")

some_roles = st.lists(st.sampled_from(ROLES), max_size=2, unique=True).map(tuple)
records = st.lists(st.sampled_from(RECORDS), max_size=2, unique=True).map(tuple)
recordings = st.builds(Recording, inside=records, never=records)
holding = st.sampled_from(KNOWNS).map(lambda name: Holds(when=Is(thing=Reference(name=name), at=At(step="yes"))))
triggers = holding | st.just(Happens(event="meeting")) | st.sampled_from(ROLES).map(lambda by: Raised(by=(by,)))
perhaps = st.just(()) | st.tuples(triggers)
days = st.dates(datetime.date(2023, 5, 1), datetime.date(2023, 5, 12))
terms = st.none() | st.sampled_from(
    (
        Term(timings=(Immediately(),)),
        Term(timings=(EarliestOpportunity(),)),
        Term(timings=(Within(length=Length(count=3, unit=TermUnit.DAYS)),)),
    )
)


@st.composite
def step_lists(draw: st.DrawFn, *, gated: bool = True) -> tuple[Step, ...]:
    """Up to four steps that follow each other as they like, in circles too."""
    names = ["a", "b", "c", "d"][: draw(st.integers(0, 4))]
    follows = st.none() | st.lists(st.sampled_from(names), max_size=2, unique=True).map(tuple)
    return tuple(
        Step(
            id=name,
            title=name,
            by=draw(some_roles),
            substitute=draw(some_roles),
            between=draw(st.just(()) | some_roles),
            notify=draw(st.just(()) | some_roles),
            approved_by=draw(st.just(()) | some_roles),
            consent_of=draw(st.just(()) | some_roles),
            optional=draw(st.booleans()),
            recommended=gated and draw(st.booleans()),
            starts_when=draw(perhaps) if gated else (),
            follows=draw(st.none() | follows),
            term=draw(terms),
            recording=draw(recordings),
        )
        for name in names
    )


@st.composite
def escalations(draw: st.DrawFn, name: str) -> Escalation:
    return Escalation(
        id=name,
        title=name,
        starts_when=draw(perhaps | st.tuples(triggers, triggers)),
        stood_down_when=draw(perhaps),
        notify=draw(some_roles),
        term=draw(terms),
        recording=draw(recordings),
        steps=draw(step_lists()),
    )


def pack_of(*routes: Escalation | Process) -> Pack:
    return Pack(
        name="p",
        roles=tuple(Role(id=name, title=name.title(), vacant=name == "empty") for name in ROLES),
        knowns=tuple(Item(keyword=Keyword.KNOWN, id=name, title=name, answer=YesNo()) for name in KNOWNS),
        events=(Event(id="meeting", title="Meeting"),),
        escalations=tuple(route for route in routes if isinstance(route, Escalation)),
        processes=tuple(route for route in routes if isinstance(route, Process)),
    )


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    process = Process(id="z", title="Z", in_any_order=draw(st.booleans()), steps=draw(step_lists()))
    return pack_of(draw(escalations("x")), draw(escalations("y")), process)


@st.composite
def cases(draw: st.DrawFn, pack: Pack) -> Case:
    routes = (*pack.escalations, *pack.processes)
    steps = [f"{route.id}/{step.id}" for route in routes for step in route.steps]
    steps += [route.id for route in pack.escalations if route.notify]
    some_steps = st.lists(st.sampled_from(steps), max_size=3, unique=True).map(tuple) if steps else st.just(())
    raises = st.builds(Raise, by=st.sampled_from(ROLES), on=st.none() | days, person=st.sampled_from(("", *PERSONS)))
    return Case(
        known=draw(st.dictionaries(st.sampled_from(KNOWNS), st.booleans())),
        events=draw(st.dictionaries(st.sampled_from(["meeting", *steps]), days, max_size=3)),
        raised=draw(st.dictionaries(st.sampled_from(("x", "y")), raises)),
        people=draw(st.dictionaries(st.sampled_from(ROLES), st.sampled_from(PERSONS))),
        involved=draw(st.just(()) | st.tuples(st.sampled_from((*ROLES, *PERSONS)))),
        done=draw(some_steps),
        approvals={name: draw(some_roles) for name in draw(some_steps)},
        passed_over=draw(some_steps),
        reasons=dict.fromkeys(draw(some_steps), "because"),
        resolved=draw(st.just(()) | st.tuples(st.sampled_from(("x", "y", "z")))),
    )


def all_steps(found: NextSteps) -> list[NextStep]:
    return [step for state in (*found.escalations, *found.processes) for step in state.steps]


@fast
@given(st.data())
def test_what_is_done_is_never_next(data):
    """No step that is said to be done is next; and what is next stands among the steps of its route, under way."""
    pack = data.draw(packs())
    case = data.draw(cases(pack))
    found = next_steps(pack, case, TODAY)
    done = {*case.done, *(name for name, when in case.events.items() if when <= TODAY)}
    assert done.isdisjoint(step.id for step in found.steps)
    states = {state.id: state for state in (*found.escalations, *found.processes)}
    for step in found.steps:
        state = states[step.route]
        assert (state.starts, state.resolved, state.stood_down is True) == (True, False, False)
        assert step in state.steps


@fast
@given(st.data())
def test_order_changes_nothing(data):
    """The order in which a case tells its events, people, approvals and steps changes nothing."""
    pack = data.draw(packs())
    case = data.draw(cases(pack))
    turned = attrs.evolve(
        case,
        **{
            name: dict(reversed(getattr(case, name).items()))
            for name in ("known", "events", "raised", "people", "reasons")
        },
        approvals={name: tuple(reversed(roles)) for name, roles in reversed(case.approvals.items())},
        done=tuple(reversed(case.done)),
        passed_over=tuple(reversed(case.passed_over)),
    )
    one, other = next_steps(pack, case, TODAY), next_steps(pack, turned, TODAY)
    assert attrs.evolve(one, problems=()) == attrs.evolve(other, problems=())
    assert set(one.problems) == set(other.problems)


@fast
@given(st.data())
def test_knowing_more_keeps_what_was_known(data):
    """An answer more never changes a start that was known, and never makes it unknown."""
    pack = data.draw(packs())
    case = data.draw(cases(pack))
    more = {**dict.fromkeys(KNOWNS, data.draw(st.booleans())), **case.known}
    before = next_steps(pack, case, TODAY)
    after = next_steps(pack, attrs.evolve(case, known=more), TODAY)
    for less, full in zip(
        (*before.escalations, *before.processes), (*after.escalations, *after.processes), strict=True
    ):
        assert full.starts is not None
        assert less.starts in {None, full.starts}
        assert less.stood_down in {None, full.stood_down}
        assert bool(less.missing) == (less.starts is None)


@fast
@given(st.data())
def test_prohibitions_stand_in_every_result(data):
    """Where something must never be written is said of every escalation and each of its steps, and never taken back."""
    pack = data.draw(packs())
    found = next_steps(pack, data.draw(cases(pack)), TODAY)
    assert [state.id for state in found.escalations] == [escalation.id for escalation in pack.escalations]
    for state, escalation in zip(found.escalations, pack.escalations, strict=True):
        assert state.recording.never == escalation.recording.never
        for step in state.steps:
            assert set(escalation.recording.never) <= set(step.recording.never)
    for each in (*found.escalations, *all_steps(found)):
        assert set(each.recording.inside).isdisjoint(each.recording.never)


@fast
@given(st.data())
def test_what_has_not_started_asks_nobody(data):
    """An escalation that has not started, or of which that is not known, gives no step."""
    pack = data.draw(packs())
    found = next_steps(pack, data.draw(cases(pack)), TODAY)
    idle = {state.id for state in found.escalations if state.starts is not True}
    assert idle.isdisjoint(step.route for step in found.steps)


@fast
@given(st.data())
def test_nobody_acts_who_has_a_part_in_it(data):
    """Who raised it, or is said to be involved, never does a step of an escalation; the latter is never told of one."""
    pack = data.draw(packs())
    case = data.draw(cases(pack))
    found = next_steps(pack, case, TODAY)
    concerned = {person for name in case.involved for person in (name, case.people.get(name))}
    for state in found.escalations:
        raiser = case.raised[state.id].person if state.raised_by else ""
        for step in state.steps:
            for each in step.participants:
                if each.part is Part.DOES:
                    assert {raiser, *concerned}.isdisjoint(each.persons)
                if each.part is Part.IS_TOLD:
                    assert concerned.isdisjoint(each.persons)


# --- getting stuck ---------------------------------------------------------------------------------------------------


def can_be_finished(route: Escalation | Process, raised: dict[str, Raise]) -> bool:
    """Whether doing whatever is next, as long as everybody asked is there, does every step that is not optional."""
    case = Case(raised=raised)
    while True:
        found = next_steps(pack_of(route), case, TODAY)
        (state,) = (*found.escalations, *found.processes)
        doable = [step.id for step in found.steps if step.progress is Progress.NEXT and not is_short_of_somebody(step)]
        left = [step.id for step in found.steps if step.optional]
        if not doable and not left:
            return all(step.optional or step.progress is Progress.DONE for step in state.steps)
        approvals = dict.fromkeys(doable, ROLES)
        case = attrs.evolve(
            case,
            done=(*case.done, *doable),
            approvals={**case.approvals, **approvals},
            passed_over=(*case.passed_over, *(left if not doable else ())),
        )


def is_short_of_somebody(step: NextStep) -> bool:
    others = [each for each in step.participants if each.part is not Part.DOES]
    return any(each.trouble is Trouble.VACANT for each in others)


def can_be_finished_in_plain_words(route: Escalation | Process) -> bool:
    """The same from the words of the language alone."""
    sides = {*(name for step in route.steps for name in step.between), "ann"}
    sides = sides if isinstance(route, Escalation) else set()

    def is_doable(step: Step) -> bool:
        free = {name for name in ROLES if name != "empty" and name not in sides}
        done_by = not step.by or not free.isdisjoint((*step.by, *step.substitute))
        told = "empty" not in step.notify or not {"empty"}.issuperset(step.substitute)
        return done_by and told and "empty" not in (*step.between, *step.approved_by, *step.consent_of)

    order = [step.id for step in route.steps]
    done: set[str] = set()
    past: set[str] = set()
    for _ in order:
        for index, step in enumerate(route.steps):
            default = () if index == 0 or (isinstance(route, Process) and route.in_any_order) else (order[index - 1],)
            if past.issuperset(default if step.follows is None else step.follows):
                if is_doable(step):
                    done.add(step.id)
                if is_doable(step) or step.optional:
                    past.add(step.id)
    told_first = isinstance(route, Process) or "empty" not in route.notify
    return told_first and all(step.optional or step.id in done for step in route.steps)


@fast
@given(st.data())
def test_what_is_not_reported_can_be_finished(data):
    """What the check says nothing of can be done to its end, step by step; and the words of the language say so too."""
    steps = data.draw(step_lists(gated=False))
    if data.draw(st.booleans()):
        route = Escalation(
            id="x", title="X", starts_when=(Raised(by=("ann",)),), notify=data.draw(some_roles), steps=steps
        )
    else:
        route = Process(id="x", title="X", in_any_order=data.draw(st.booleans()), steps=steps)
    findings = Findings()
    stuck.check(pack_of(route), findings)
    finished = can_be_finished(route, {"x": Raise(by="ann")} if isinstance(route, Escalation) else {})
    assert finished == can_be_finished_in_plain_words(route)
    assert finished or findings.found
