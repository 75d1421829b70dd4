"""Steps that nobody can do, and steps that wait for each other."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings, strategies as st

from qarules.diagnostics import Severity
from qarules.dsl.checks import PACK_CHECKS, stuck
from qarules.dsl.findings import Findings
from qarules.model.pack import Pack
from qarules.model.route import Escalation, Process, Step
from qarules.model.standard import Role
from qarules.model.trigger import Raised

ROLES = (
    Role(id="reviewer", title="Reviewer"),
    Role(id="practitioner", title="Practitioner"),
    Role(id="head", title="Head of QA"),
    Role(id="psw", title="Principal Social Worker"),
    Role(id="empty", title="Nobody", vacant=True),
)


def step(name: str, **said: object) -> Step:
    return Step(id=name, title=name.title(), **said)  # type: ignore[arg-type]


def dispute(*steps: Step, notify: tuple[str, ...] = ()) -> Escalation:
    raised = Raised(by=("reviewer", "practitioner"))
    return Escalation(id="dispute", title="Dispute", starts_when=(raised,), notify=notify, steps=steps)


def found(*routes: Escalation | Process, damaged: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    pack = Pack(
        name="p",
        roles=ROLES,
        escalations=tuple(route for route in routes if isinstance(route, Escalation)),
        processes=tuple(route for route in routes if isinstance(route, Process)),
    )
    findings = Findings(damaged=set(damaged))
    stuck.check(pack, findings)
    return [(each.code, each.message) for each in findings.sorted()]


def test_is_a_check_of_packs():
    """It runs with the other checks of a pack."""
    assert stuck.check in PACK_CHECKS


def test_sound():
    """A ladder whose last rung has a substitute without a part in the matter cannot get stuck."""
    steps = (
        step("talk", between=("reviewer", "practitioner")),
        step("moderate", by=("empty",), optional=True),
        step("decide", by=("head",), substitute=("psw",), notify=("reviewer",)),
    )
    assert found(dispute(*steps, notify=("head",))) == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"by": ("empty",)}, "`empty` is vacant, and there is no substitute"),
        ({"by": ("reviewer",)}, "`reviewer` has a part in the matter, and there is no substitute"),
        (
            {"by": ("empty", "practitioner")},
            "`empty` is vacant and `practitioner` has a part in the matter, and there is no substitute",
        ),
        ({"by": ("head",), "substitute": ("empty",)}, "the substitute `empty` is vacant"),
        ({"by": ("empty",), "substitute": ("reviewer",)}, "the substitute `reviewer` has a part in the matter"),
        ({"notify": ("head", "empty")}, "`empty` has to be told and is vacant"),
        ({"approved_by": ("empty",)}, "`empty` has to approve and is vacant"),
        ({"consent_of": ("reviewer", "empty")}, "`empty` has to consent and is vacant"),
        ({"between": ("reviewer", "empty")}, "`empty` has to take part and is vacant"),
    ],
)
def test_stuck(said, why):
    """A step that somebody has to do and nobody can; an optional one may be passed over instead."""
    ((code, message),) = found(dispute(step("decide", **said)))
    assert code == "QA420"
    assert message == f"the step `decide` of `dispute` can get stuck: {why}"
    assert found(dispute(step("decide", optional=True, **said))) == []


@pytest.mark.parametrize(
    "said",
    [
        {"by": ("empty", "head")},
        {"by": ("reviewer", "head")},
        {"by": ("empty",), "substitute": ("empty", "psw")},
        {"notify": ("empty",), "substitute": ("psw",)},
        {"approved_by": ("reviewer", "practitioner")},
        {"consent_of": ("reviewer",)},
    ],
)
def test_not_stuck(said):
    """One role of several is enough to do a step; who has a part in the matter may still approve or consent."""
    assert found(dispute(step("decide", **said))) == []


def test_told_at_once():
    """An escalation whose first word goes to an empty post is reported by its own name."""
    ((code, message),) = found(dispute(notify=("head", "empty")))
    assert (code, message) == (
        "QA420",
        "the escalation `dispute` can get stuck: `empty` has to be told and is vacant",
    )


def test_process_has_no_sides():
    """In a process nobody has a part in the matter: who meets in one step may do the next."""
    steps = (step("meet", between=("reviewer", "head")), step("write", by=("reviewer",)))
    assert found(Process(id="p", title="P", steps=steps)) == []
    assert [code for code, _ in found(dispute(*steps))] == ["QA420"]


def test_damaged():
    """Of an escalation that could not be read to its end nothing is concluded."""
    assert found(dispute(step("decide", by=("empty",))), damaged=("dispute",)) == []


def test_weight():
    """A circle is an error; what can get stuck is a warning, for a post may be filled."""
    findings = Findings()
    steps = (step("a", by=("empty",), follows=("b",)), step("b"))
    stuck.check(Pack(name="p", roles=ROLES, processes=(Process(id="p", title="P", steps=steps),)), findings)
    assert [(each.code, each.severity) for each in findings.sorted()] == [
        ("QA420", Severity.WARNING),
        ("QA421", Severity.ERROR),
    ]


# --- circles ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ((step("a", follows=("a",)),), "`a` of `p` can never start: `a` follows `a`"),
        (
            (step("a", follows=("c",)), step("b"), step("c")),
            "`a`, `c` and `b` of `p` can never start: `a` follows `c`, `c` follows `b`, `b` follows `a`",
        ),
        (
            (step("first"), step("a", follows=("b",)), step("b", follows=("a",))),
            "`a` and `b` of `p` can never start: `a` follows `b`, `b` follows `a`",
        ),
    ],
)
def test_circle(steps, message):
    """The way round is told; a step that does not say what it follows waits for the one before it."""
    assert found(Process(id="p", title="P", steps=steps)) == [("QA421", message)]


def test_two_circles():
    """Two circles are two reports."""
    steps = (step("a", follows=("a",)), step("b", follows=("c",)), step("c"))
    assert len(found(Process(id="p", title="P", steps=steps))) == 2


def test_later_step_without_a_circle():
    """Where steps go in any order, one may follow a later one."""
    steps = (step("a", follows=("b",)), step("b"))
    assert found(Process(id="p", title="P", in_any_order=True, steps=steps)) == []
    assert [code for code, _ in found(Process(id="p", title="P", steps=steps))] == ["QA421"]


def never_started(route: Process) -> set[str]:
    """The steps that are never reached by doing, over and over, whatever waits for nothing that is not done."""
    done: set[str] = set()
    order = [each.id for each in route.steps]
    for _, (index, each) in itertools.product(order, enumerate(route.steps)):
        default = () if route.in_any_order or index == 0 else (order[index - 1],)
        if done.issuperset(each.follows if each.follows is not None else default):
            done.add(each.id)
    return set(order) - done


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_circles_against_doing_the_steps(data):
    """A circle is reported exactly where some step can never be reached."""
    names = ["a", "b", "c", "d", "e"][: data.draw(st.integers(1, 5))]
    follows = st.none() | st.lists(st.sampled_from(names), max_size=2, unique=True).map(tuple)
    steps = tuple(step(name, follows=data.draw(follows)) for name in names)
    route = Process(id="p", title="P", in_any_order=data.draw(st.booleans()), steps=steps)
    assert bool(found(route)) == bool(never_started(route))
