"""What comes next in a case: what is under way, whose turn it is, who may act, and what is never written."""

from __future__ import annotations

import datetime

import attrs
import pytest

from qarules.engine.evaluate import evaluate
from qarules.engine.next_steps import next_steps
from qarules.model.activity import Forum
from qarules.model.case import Case, Person, Raise
from qarules.model.condition import At, Is, Reference
from qarules.model.due import DueStatus
from qarules.model.looks import Compared, Consequence, Look, Moderation
from qarules.model.moderation import Called, Moderated
from qarules.model.next_step import NextStep, NextSteps, Part, Participant, Progress, RouteState, Trouble
from qarules.model.pack import Pack
from qarules.model.recording import Recording
from qarules.model.route import Deadline, Escalation, Event, Process, Step
from qarules.model.standard import Clause, Force, Role
from qarules.model.term import EarliestOpportunity, From, Immediately, Length, Term, TermUnit, Within
from qarules.model.tool import Item, Keyword, Tool, YesNo
from qarules.model.trigger import AnythingDiffers, Happens, Holds, Overdue, Raised

MAY = datetime.date(2023, 5, 2)


def day(number: int) -> datetime.date:
    return datetime.date(2023, 5, number)


def role(name: str, *names: str, vacant: bool = False) -> Role:
    return Role(id=name, title=name.replace("-", " ").title(), also_known_as=names, vacant=vacant)


def known(name: str) -> Item:
    return Item(keyword=Keyword.KNOWN, id=name, title=name.title(), answer=YesNo())


def is_yes(name: str) -> Holds:
    return Holds(when=Is(thing=Reference(name=name), at=At(step="yes")))


def step(name: str, **said: object) -> Step:
    return Step(id=name, title=name.title(), **said)  # type: ignore[arg-type]


def clause(name: str, force: Force = Force.MUST, resolves: tuple[str, ...] = ()) -> Clause:
    return Clause(id=name, force=force, place="Somewhere", statement="So it is.", resolves=resolves)


ROLES = (
    role("reviewer"),
    role("practitioner", "Social Worker"),
    role("third-party-moderator"),
    role("head-of-qa", "Head of QA"),
    role("principal-social-worker", "PSW"),
    role("team-manager"),
    role("head-of-service"),
    role("lead-for-practice", vacant=True),
)

DISPUTE = Escalation(
    id="dispute",
    title="Disagreement about a judgement",
    starts_when=(Raised(by=("reviewer", "practitioner")),),
    cites=("NS-DIS-01",),
    steps=(
        step(
            "talk",
            between=("reviewer", "practitioner"),
            term=Term(timings=(EarliestOpportunity(),)),
            cites=("NS-DIS-02", "NS-DIS-03"),
        ),
        step(
            "moderate",
            by=("third-party-moderator",),
            optional=True,
            recording=Recording(inside=("moderation-template",)),
            cites=("NS-DIS-05", "NS-DIS-06"),
        ),
        step("decide", by=("head-of-qa",), substitute=("principal-social-worker",), cites=("NS-DIS-07", "NS-DIS-08")),
    ),
)

LADDER = Pack(
    name="north-somerset",
    roles=ROLES,
    escalations=(DISPUTE,),
    clauses=(
        *(clause(f"NS-DIS-0{number}") for number in range(1, 9)),
        clause("NS-AMB-19", Force.INTERPRETATION, resolves=("NS-DIS-01",)),
    ),
)

PEOPLE = {
    "reviewer": "Ann",
    "practitioner": "Ben",
    "third-party-moderator": "Cat",
    "head-of-qa": "Dev",
    "principal-social-worker": "Eve",
    "team-manager": "Flo",
    "head-of-service": "Gus",
}
RAISED = {"dispute": Raise(by="practitioner", on=MAY)}


def ladder(**said: object) -> NextSteps:
    """The dispute ladder in a case that somebody raised, a week on."""
    case = Case(**{"raised": RAISED, "people": PEOPLE, **said})  # type: ignore[arg-type]
    return next_steps(LADDER, case, day(9))


def ids(found: NextSteps) -> list[str]:
    return [each.id for each in found.steps]


def named(found: NextSteps, name: str) -> NextStep:
    """The step of that id, whether or not it is its turn."""
    return next(each for state in (*found.escalations, *found.processes) for each in state.steps if each.id == name)


def messages(found: NextSteps) -> list[str]:
    return [str(problem) for problem in found.problems]


def who(each: NextStep) -> list[tuple[str, tuple[str, ...]]]:
    return [(participant.role, participant.persons) for participant in each.participants]


# --- the ladder of a dispute: NS-DIS-01 to 08 ------------------------------------------------------------------------


def test_nobody_raised_it():
    """A dispute that nobody raised has not started: no step is due, and its steps are shown as not under way."""
    found = ladder(raised={})
    (state,) = found.escalations
    assert (state.starts, state.why, state.missing) == (False, "raised by reviewer, practitioner", ())
    assert (found.steps, found.problems) == ((), ())
    assert {each.progress for each in state.steps} == {Progress.OFF}


def test_first_rung():
    """Once raised, reviewer and practitioner talk, at the earliest opportunity; having a part does not keep them."""
    found = ladder()
    (state,) = found.escalations
    assert (state.starts, state.started, state.raised_by) == (True, MAY, "practitioner")
    (talk,) = found.steps
    assert (talk.id, talk.route, talk.progress) == ("dispute/talk", "dispute", Progress.NEXT)
    assert [(each.role, each.part, each.persons, each.trouble) for each in talk.participants] == [
        ("reviewer", Part.TAKES_PART, ("Ann",), None),
        ("practitioner", Part.TAKES_PART, ("Ben",), None),
    ]
    assert (talk.why, talk.term) == ("raised by reviewer, practitioner", "at the earliest opportunity")
    assert talk.due is not None
    assert (talk.due.due, talk.due.status) == (None, DueStatus.DUE_NOW)
    assert talk.clauses == ("NS-DIS-02", "NS-DIS-03")
    assert named(found, "dispute/decide").progress is Progress.WAITING
    assert named(found, "dispute/decide").waits_for == ("dispute/moderate",)
    assert found.problems == ()


def test_rests_on():
    """What an interpretation settles says so."""
    found = ladder()
    (state,) = found.escalations
    assert state.clauses == ("NS-DIS-01",)
    assert [each.id for each in state.rests_on] == ["NS-AMB-19"]
    assert [each.id for each in found.steps[0].rests_on] == ["NS-AMB-19"]


def test_optional_rung():
    """After the talk the moderator may be asked, and the next rung is open beside it."""
    found = ladder(events={"dispute/talk": day(4)})
    assert [(each.id, each.optional, each.progress) for each in found.steps] == [
        ("dispute/moderate", True, Progress.NEXT),
        ("dispute/decide", False, Progress.NEXT),
    ]
    assert found.steps[0].recording == Recording(inside=("moderation-template",))
    assert who(found.steps[0]) == [("third-party-moderator", ("Cat",))]
    assert who(found.steps[1]) == [("head-of-qa", ("Dev",))]


@pytest.mark.parametrize(
    "said",
    [
        {"passed_over": ("dispute/moderate",)},
        {"done": ("dispute/talk", "dispute/moderate")},
        {"done": ("dispute/talk",), "events": {"dispute/moderate": day(8)}},
    ],
)
def test_last_rung(said):
    """Passed over or done, the moderation makes room for the decision alone."""
    assert ids(ladder(**{"done": ("dispute/talk",), **said})) == ["dispute/decide"]


def test_passed_over_does_not_skip_what_came_before():
    """Leaving out the second rung opens the third only once the first is behind."""
    assert ids(ladder(passed_over=("dispute/moderate",))) == ["dispute/talk"]


def test_decided():
    """A decision ends the ladder, and nobody is asked any more whether to moderate."""
    found = ladder(done=("dispute/talk", "dispute/decide"))
    assert found.steps == ()
    assert [each.progress for each in found.escalations[0].steps] == [
        Progress.DONE,
        Progress.PASSED_OVER,
        Progress.DONE,
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"involved": ("head-of-qa",)},
        {"involved": ("Head of QA",)},
        {"involved": ("Dev",)},
        {"people": {**PEOPLE, "head-of-qa": "Ann"}},
        {"people": {**PEOPLE, "Head of QA": "Ann", "head-of-qa": ()}},
        {"people": {**PEOPLE, "head-of-qa": Person("Dev", also_known_as=("Ann",))}},
        {"people": {**PEOPLE, "reviewer": Person("R1", also_known_as=("Dev",))}},
        {"people": {**PEOPLE, "head-of-qa": Person("D1", also_known_as=("dev",))}, "involved": ("Dev",)},
        {"raised": {"dispute": Raise(by="practitioner", on=MAY, person="Dev")}},
        {"people": {**PEOPLE, "team-manager": Person("Ann", also_known_as=("dev",))}},
        {"people": {**PEOPLE, "team-manager": Person("Flo", also_known_as=("Dev", "Ann"))}},
        {"people": {**PEOPLE, "team-manager": Person("Flo", also_known_as=("Dev",))}, "involved": ("Flo",)},
        {
            "people": {**PEOPLE, "team-manager": Person("Flo", also_known_as=("Dev",))},
            "raised": {"dispute": Raise(by="practitioner", on=MAY, person="Flo")},
        },
    ],
)
def test_substitute(said):
    """Where the Head of QA has a part in it, as a person under whatever name, the principal social worker decides."""
    decide = named(ladder(**{"done": ("dispute/talk",), **said}), "dispute/decide")
    assert decide.progress is Progress.NEXT
    assert who(decide) == [("principal-social-worker", ("Eve",))]
    assert decide.participants[0].instead_of == ("head-of-qa",)


def test_one_holder_of_several():
    """Of several who hold the role, those decide who have no part in it."""
    decide = named(ladder(done=("dispute/talk",), people={**PEOPLE, "head-of-qa": ("Ann", "Dev")}), "dispute/decide")
    assert who(decide) == [("head-of-qa", ("Dev",))]


def test_one_role_of_several():
    """Where one of the roles that may do a step is free, no substitute is called for."""
    decide = step("decide", by=("head-of-qa", "team-manager"), substitute=("principal-social-worker",))
    pack = attrs.evolve(LADDER, escalations=(attrs.evolve(DISPUTE, steps=(decide,)),))
    (found,) = next_steps(pack, Case(raised=RAISED, people=PEOPLE, involved=("Dev",)), MAY).steps
    assert who(found) == [("head-of-qa", ()), ("team-manager", ("Flo",))]


def test_substitute_involved_too():
    """Where the substitute has a part in it as well, the step is blocked, and stays in sight."""
    found = ladder(done=("dispute/talk",), involved=("head-of-qa", "Eve"), passed_over=("dispute/moderate",))
    (decide,) = found.steps
    assert decide.progress is Progress.BLOCKED
    assert [(each.role, each.persons, each.trouble) for each in decide.participants] == [
        ("principal-social-worker", (), Trouble.INVOLVED)
    ]


def test_no_substitute():
    """Without a substitute a step is blocked; an optional one is passed over instead."""
    alone = attrs.evolve(DISPUTE.steps[2], substitute=())
    pack = attrs.evolve(LADDER, escalations=(attrs.evolve(DISPUTE, steps=(*DISPUTE.steps[:2], alone)),))
    people = {**PEOPLE, "head-of-qa": "Ben", "third-party-moderator": "Ann"}
    found = next_steps(pack, Case(raised=RAISED, people=people, done=("dispute/talk",)), MAY)
    assert [(each.id, each.progress) for each in found.steps] == [("dispute/decide", Progress.BLOCKED)]
    moderate = named(found, "dispute/moderate")
    assert moderate.progress is Progress.PASSED_OVER
    assert moderate.participants[0].trouble is Trouble.INVOLVED


def test_vacant():
    """A vacant post does nothing; the substitute stands in, and without one it is reported."""
    steps = (step("one", by=("lead-for-practice",), substitute=("head-of-qa",)), step("two", by=("lead-for-practice",)))
    pack = attrs.evolve(LADDER, escalations=(attrs.evolve(DISPUTE, steps=steps),))
    found = next_steps(pack, Case(raised=RAISED, people=PEOPLE), MAY)
    assert who(found.steps[0]) == [("head-of-qa", ("Dev",))]
    (two,) = next_steps(pack, Case(raised=RAISED, people=PEOPLE, done=("dispute/one",)), MAY).steps
    assert (two.progress, two.participants[0].trouble) == (Progress.BLOCKED, Trouble.VACANT)
    filled = {**PEOPLE, "lead-for-practice": "Hal"}
    assert who(next_steps(pack, Case(raised=RAISED, people=filled), MAY).steps[0]) == [("lead-for-practice", ("Hal",))]


def test_vacant_and_no_substitute_named():
    """The duty is nobody's as long as nobody is named in place of the vacant post, and both are told."""
    vacant = step("one", by=("lead-for-practice", "head-of-service"), substitute=("head-of-qa",))
    pack = attrs.evolve(LADDER, escalations=(attrs.evolve(DISPUTE, steps=(vacant,)),))
    people = {name: person for name, person in PEOPLE.items() if name != "head-of-qa"}
    case = Case(raised=RAISED, people=people, involved=("head-of-service",))
    (one,) = next_steps(pack, case, MAY).steps
    assert [(each.role, each.trouble) for each in one.participants] == [
        ("lead-for-practice", Trouble.VACANT),
        ("head-of-qa", Trouble.UNNAMED),
    ]
    assert who(next_steps(pack, attrs.evolve(case, people=PEOPLE), MAY).steps[0]) == [("head-of-qa", ("Dev",))]


def test_nobody_named():
    """A role whose holder is not given is reported as such: nobody else is guessed, and the step is not blocked."""
    people = {"reviewer": "Ann"}
    decide = named(ladder(people=people, done=("dispute/talk",)), "dispute/decide")
    assert decide.progress is Progress.NEXT
    assert [(each.role, each.trouble) for each in decide.participants] == [("head-of-qa", Trouble.UNNAMED)]
    assert decide.unchecked == ("practitioner",)


def test_no_people_at_all():
    """Where nothing is said of people, roles are told, and that nobody could check who has a part in it."""
    decide = named(ladder(people={}, done=("dispute/talk",)), "dispute/decide")
    assert who(decide) == [("head-of-qa", ())]
    assert decide.participants[0].trouble is None
    assert decide.unchecked == ("reviewer", "practitioner")
    assert named(ladder(people={}), "dispute/talk").unchecked == ()
    assert named(ladder(), "dispute/decide").unchecked == ()


def test_role_with_a_part_in_it():
    """A role that may raise a dispute does no step of it, whoever holds it."""
    answer = step("answer", by=("reviewer",))
    pack = attrs.evolve(LADDER, escalations=(attrs.evolve(DISPUTE, steps=(answer,)),))
    (blocked,) = next_steps(pack, Case(raised=RAISED), MAY).steps
    assert (blocked.progress, blocked.participants[0].trouble) == (Progress.BLOCKED, Trouble.INVOLVED)


@pytest.mark.parametrize("by", ["team-manager", "nobody"])
def test_not_entitled(by):
    """What somebody raised who may not is a problem, and does not start."""
    found = ladder(raised={"dispute": Raise(by=by, on=MAY)})
    assert found.escalations[0].starts is False
    assert found.steps == ()
    assert messages(found) == [
        f"`dispute` was raised by `{by}`, who may not raise it (raised by `reviewer` or `practitioner`)"
    ]


def test_raised_under_another_name():
    """A role is known by all its names."""
    found = ladder(raised={"dispute": Raise(by="social worker", on=MAY)})
    assert (found.escalations[0].starts, found.escalations[0].raised_by) == (True, "practitioner")


def test_unknown_names():
    """A name that is no step or escalation is a problem with the nearest one, wherever it stands."""
    found = ladder(
        raised={"disputes": Raise(by="reviewer")},
        done=("dispute/tlak",),
        approvals={"dispute/decid": ("reviewer",)},
        passed_over=("dispute/modrate",),
        reasons={"nothing-like-it": "because"},
        resolved=("dispte",),
    )
    assert messages(found) == [
        "`dispute/tlak` is no deadline and no step of this pack (did you mean `dispute/talk`?)",
        "`dispute/decid` is no step of this pack (did you mean `dispute/decide`?)",
        "`dispute/modrate` is no step of this pack (did you mean `dispute/moderate`?)",
        "`nothing-like-it` is no step of this pack",
        "`dispte` is no escalation or process of this pack (did you mean `dispute`?)",
        "`disputes` is no escalation or process of this pack (did you mean `dispute`?)",
    ]


def test_step_by_its_own_id():
    """A step may be named by its own id alone, where only one step is called so."""
    assert ids(ladder(done=("talk",), passed_over=("moderate",))) == ["dispute/decide"]
    other = attrs.evolve(DISPUTE, id="other", steps=(step("talk"),))
    pack = attrs.evolve(LADDER, escalations=(DISPUTE, other))
    found = next_steps(pack, Case(raised=RAISED, people=PEOPLE, done=("talk",)), MAY)
    assert ids(found) == ["dispute/talk"]
    assert messages(found) == ["`talk` is no deadline and no step of this pack"]


def test_not_optional():
    """Only an optional step can be passed over."""
    found = ladder(passed_over=("dispute/talk",))
    assert ids(found) == ["dispute/talk"]
    assert messages(found) == ["`dispute/talk` is passed over and is not optional"]


def test_impossible_order():
    """A step that is done before the one it follows is done, and the one it follows stays due."""
    found = ladder(done=("dispute/moderate",))
    assert ids(found) == ["dispute/talk", "dispute/decide"]
    assert messages(found) == ["`dispute/moderate` is done, and `dispute/talk`, which comes before it, is not"]


def test_done_before_it_started():
    """A step that was done before what it follows has a wrong day; one of an escalation that nobody raised is wrong."""
    found = ladder(events={"dispute/talk": day(4), "dispute/moderate": day(3)})
    assert messages(found) == ["`dispute/moderate` is done on 2023-05-03, before it can have started on 2023-05-04"]
    assert messages(ladder(raised={}, done=("dispute/talk",))) == [
        "`dispute/talk` is done, and `dispute` has not started"
    ]


def test_planned():
    """What is planned for a later day is not done yet, and an escalation raised tomorrow has not started."""
    assert ids(ladder(events={"dispute/talk": day(20)})) == ["dispute/talk"]
    assert ladder(raised={"dispute": Raise(by="reviewer", on=day(10))}).escalations[0].starts is False


def test_resolved():
    """A dispute that has come to an end asks nothing more of anybody; what it forbids stays."""
    found = ladder(resolved=("dispute",))
    assert (found.steps, found.escalations[0].resolved, found.escalations[0].starts) == ((), True, True)


def test_former_name():
    """What is recorded under a former id of the escalation counts."""
    pack = attrs.evolve(LADDER, escalations=(attrs.evolve(DISPUTE, formerly=("quarrel",)),))
    raised = {"quarrel": Raise(by="reviewer", on=MAY)}
    found = next_steps(pack, Case(raised=raised, done=("quarrel/talk",), people=PEOPLE), MAY)
    assert ids(found) == ["dispute/moderate", "dispute/decide"]
    assert found.problems == ()


# --- danger and performance: NS-CPR-23 to 26, NS-AMB-34 --------------------------------------------------------------

SAFETY = Escalation(
    id="immediate-safety",
    title="A child is in danger",
    starts_when=(is_yes("danger"),),
    notify=("team-manager", "head-of-service"),
    term=Term(timings=(Immediately(),)),
    recording=Recording(inside=("child-record",)),
    cites=("NS-CPR-25", "NS-CPR-26"),
)
PERFORMANCE = Escalation(
    id="performance",
    title="A worker's performance",
    starts_when=(is_yes("concern"),),
    notify=("team-manager",),
    recording=Recording(never=("review-record",)),
    cites=("NS-CPR-23", "NS-CPR-24"),
)
ROUTES = Pack(
    name="north-somerset",
    roles=ROLES,
    knowns=(known("danger"), known("concern")),
    escalations=(PERFORMANCE, SAFETY, DISPUTE),
    clauses=tuple(clause(f"NS-CPR-{number}") for number in range(23, 27)),
)


def test_one_event_two_routes():
    """What is a danger and a worker's failing at once opens both routes, apart, each with its own rule of recording."""
    found = next_steps(ROUTES, Case(known={"danger": True, "concern": True}, people=PEOPLE), MAY)
    assert [(each.id, each.recording) for each in found.steps] == [
        ("performance", Recording(never=("review-record",))),
        ("immediate-safety", Recording(inside=("child-record",))),
    ]
    assert who(found.steps[0]) == [("team-manager", ("Flo",))]
    assert who(found.steps[1]) == [("team-manager", ("Flo",)), ("head-of-service", ("Gus",))]
    assert {each.term for each in found.steps} == {"immediately"}
    assert {each.due.status for each in found.steps if each.due} == {DueStatus.DUE_NOW}


def test_prohibitions_without_a_start():
    """Where it must never be written is said of every escalation, started or not, known or not."""
    for said in ({}, {"concern": False}, {"concern": True}):
        found = next_steps(ROUTES, Case(known=said), MAY)
        assert {state.id: state.recording.never for state in found.escalations}["performance"] == ("review-record",)


def test_not_known_yet():
    """A danger that nobody has answered for is not known, which is not the same as none."""
    found = next_steps(ROUTES, Case(known={"concern": False}), MAY)
    performance, safety, _ = found.escalations
    assert (safety.starts, safety.missing, safety.why) == (None, ("danger",), "danger is yes")
    assert (performance.starts, performance.missing) == (False, ())
    assert found.steps == ()


def test_told_one_by_one():
    """Both have to be told: the first alone leaves it unmet, both together meet it without a word more."""
    said = {"danger": True, "concern": False}
    one = Case(known=said, people=PEOPLE, approvals={"immediate-safety": ("team-manager",)})
    (telling,) = next_steps(ROUTES, one, MAY).steps
    assert [(each.role, each.done) for each in telling.participants] == [
        ("team-manager", True),
        ("head-of-service", False),
    ]
    both = attrs.evolve(one, approvals={"immediate-safety": ("head-of-service", "team-manager")})
    found = next_steps(ROUTES, both, MAY)
    assert found.steps == ()
    assert named(found, "immediate-safety").progress is Progress.DONE
    said_done = next_steps(ROUTES, Case(known=said, done=("immediate-safety",)), MAY)
    assert (said_done.steps, said_done.problems) == ((), ())


def test_person_concerned_is_never_told():
    """Who the matter is about is not told of it: nobody is while there is no substitute, and that is reported."""
    case = Case(known={"concern": True, "danger": False}, people=PEOPLE, involved=("Flo",))
    (telling,) = next_steps(ROUTES, case, MAY).steps
    assert (telling.progress, telling.participants) == (
        Progress.BLOCKED,
        (
            Participant(
                role="team-manager", title="Team Manager", part=Part.IS_TOLD, persons=(), trouble=Trouble.INVOLVED
            ),
        ),
    )


@pytest.mark.parametrize(
    "others",
    [
        {"reviewer": Person("Flo", also_known_as=("Kit",))},
        {"practitioner": "Kit", "head-of-service": Person("Gus", also_known_as=("Kit", "Flo"))},
        {"practitioner": Person("Kit", also_known_as=("B",)), "head-of-service": Person("b", also_known_as=("Flo",))},
    ],
)
def test_person_concerned_under_a_name_given_elsewhere(others):
    """Who is concerned is recognised by what any entry says of them, in whatever order the roles stand."""
    for people in ({**PEOPLE, **others}, dict(reversed({**PEOPLE, **others}.items()))):
        for roles in (ROLES, ROLES[::-1]):
            case = Case(known={"concern": True, "danger": False}, people=people, involved=("Kit",))
            (telling,) = next_steps(attrs.evolve(ROUTES, roles=roles), case, MAY).steps
            assert (telling.progress, who(telling)) == (Progress.BLOCKED, [("team-manager", ())])


def test_others_are_told_all_the_same():
    """Where one of two is concerned, the other is told: the telling is not blocked."""
    case = Case(known={"concern": False, "danger": True}, people=PEOPLE, involved=("Flo",))
    (telling,) = next_steps(ROUTES, case, MAY).steps
    assert telling.progress is Progress.NEXT
    assert who(telling) == [("team-manager", ()), ("head-of-service", ("Gus",))]


def test_substitute_is_told():
    """A step that names a substitute tells that one instead of the person concerned; a party is told as any other."""
    tell = step("tell", notify=("team-manager", "reviewer"), substitute=("head-of-service",))
    pack = attrs.evolve(LADDER, escalations=(attrs.evolve(DISPUTE, steps=(tell,)),))
    (telling,) = next_steps(pack, Case(raised=RAISED, people=PEOPLE, involved=("team-manager",)), MAY).steps
    assert who(telling) == [("head-of-service", ("Gus",)), ("reviewer", ("Ann",))]


def test_substitute_has_been_told():
    """Told in the place of others counts as told; a vacant substitute is left out where another is there."""
    tell = step("tell", notify=("team-manager",), substitute=("lead-for-practice", "head-of-service"))
    pack = attrs.evolve(LADDER, escalations=(attrs.evolve(DISPUTE, steps=(tell,)),))
    case = Case(raised=RAISED, people=PEOPLE, involved=("team-manager",))
    (telling,) = next_steps(pack, case, MAY).steps
    assert who(telling) == [("head-of-service", ("Gus",))]
    told = next_steps(pack, attrs.evolve(case, approvals={"dispute/tell": ("head-of-service",)}), MAY)
    assert (told.steps, told.problems) == ((), ())


def test_never_wins():
    """A record that an escalation forbids is no place to record a step of it, whatever the step says."""
    note = step("note", recording=Recording(inside=("review-record", "file"), never=("diary",)))
    pack = attrs.evolve(ROUTES, escalations=(attrs.evolve(PERFORMANCE, steps=(note,)),))
    found = next_steps(pack, Case(known={"concern": True}), MAY)
    assert named(found, "performance/note").recording == Recording(inside=("file",), never=("review-record", "diary"))


def test_who_looked_may_act_on_a_danger():
    """A danger has no sides: the reviewer who saw it may do something about it; in a dispute the reviewer may not."""
    moderation = Moderation(id="m", title="M", tool="t", first=Look(by=("reviewer",)), compares=Compared(criteria=True))
    tell = step("tell", by=("reviewer",))
    danger = attrs.evolve(SAFETY, tool="t", starts_when=(Happens(event="seen"),), steps=(tell,), notify=())
    quarrel = attrs.evolve(DISPUTE, tool="t", starts_when=(Raised(by=("practitioner",)),), steps=(tell,))
    seen = Event(id="seen", title="Seen")
    pack = attrs.evolve(ROUTES, moderations=(moderation,), events=(seen,), escalations=(danger, quarrel))
    found = next_steps(pack, Case(events={"seen": MAY}, raised=RAISED, people=PEOPLE), MAY)
    assert {each.id: each.progress for each in found.steps} == {
        "immediate-safety/tell": Progress.NEXT,
        "dispute/tell": Progress.BLOCKED,
    }


# --- an inadequate audit: DOR-SOC-20 to 22 ---------------------------------------------------------------------------

INADEQUATE = Escalation(
    id="inadequate",
    title="An audit graded inadequate",
    starts_when=(Happens(event="grading"),),
    stood_down_when=(Happens(event="lifted"),),
    steps=(
        step("review", by=("service-manager",), cites=("DOR-SOC-20",)),
        step(
            "look-again",
            by=("qa",),
            follows=(),
            term=Term(timings=(Within(length=Length(count=1, unit=TermUnit.MONTHS), of=From(name="grading")),)),
            cites=("DOR-SOC-21",),
        ),
        step(
            "director",
            notify=("corporate-director", "qpag"),
            starts_when=(is_yes("concern"),),
            cites=("DOR-SOC-22",),
        ),
    ),
)
DORSET = Pack(
    name="dorset",
    roles=(role("service-manager"), role("qa"), role("corporate-director")),
    forums=(Forum(id="qpag", title="Quality of Practice and Action Group"),),
    events=(Event(id="grading", title="Grading"), Event(id="lifted", title="Lifted")),
    knowns=(known("concern"),),
    escalations=(INADEQUATE,),
    clauses=tuple(clause(f"DOR-SOC-{number}") for number in (20, 21, 22)),
)


def test_month_from_the_grading():
    """QA looks again within a month of the grading, beside the Service Manager, who has no date."""
    found = next_steps(DORSET, Case(events={"grading": MAY}), day(9))
    assert [(each.id, each.due and each.due.due) for each in found.steps] == [
        ("inadequate/look-again", datetime.date(2023, 6, 2)),
        ("inadequate/review", None),
    ]
    assert found.steps[0].due is not None
    assert found.steps[0].due.status is DueStatus.RUNNING
    late = next_steps(DORSET, Case(events={"grading": MAY}), datetime.date(2023, 6, 3))
    assert late.steps[0].due is not None
    assert late.steps[0].due.status is DueStatus.OVERDUE


def test_met_late():
    """What is done keeps how it stood: in time or late."""
    events = {"grading": MAY, "inadequate/look-again": datetime.date(2023, 6, 3)}
    found = next_steps(DORSET, Case(events=events), datetime.date(2023, 6, 9))
    due = named(found, "inadequate/look-again").due
    assert due is not None
    assert (due.status, due.done_on) == (DueStatus.MET_LATE, datetime.date(2023, 6, 3))


@pytest.mark.parametrize(
    ("concern", "progress", "missing"),
    [
        ({}, Progress.UNKNOWN, ("concern",)),
        ({"concern": False}, Progress.REFUSED, ()),
        ({"concern": True}, Progress.NEXT, ()),
    ],
)
def test_second_route_on_concern(concern, progress, missing):
    """The director and the forum are told on a concern: not without one, and not while nobody has said."""
    case = Case(events={"grading": MAY}, done=("inadequate/review", "inadequate/look-again"), known=concern)
    director = named(next_steps(DORSET, case, day(9)), "inadequate/director")
    assert (director.progress, director.missing, director.condition) == (progress, missing, "concern is yes")
    assert [(each.role, each.title) for each in director.participants] == [
        ("corporate-director", "Corporate Director"),
        ("qpag", "Quality of Practice and Action Group"),
    ]


def test_refused_step_done_is_a_problem():
    """A step that was done against its condition is told."""
    case = Case(
        events={"grading": MAY},
        done=("inadequate/review", "inadequate/look-again", "inadequate/director"),
        known={"concern": False},
    )
    assert messages(next_steps(DORSET, case, day(9))) == [
        "`inadequate/director` is done, and what it waits for is not so: concern is yes"
    ]


def test_stood_down():
    """A grade that moderation lifts stands the route down: no step is left."""
    found = next_steps(DORSET, Case(events={"grading": MAY, "lifted": day(8)}), day(9))
    assert found.steps == ()
    assert (found.escalations[0].starts, found.escalations[0].stood_down) == (True, True)
    assert (
        next_steps(DORSET, Case(events={"grading": MAY, "lifted": day(10)}), day(9)).escalations[0].stood_down is False
    )


def test_stood_down_not_known():
    """While it is not known whether it is stood down, its steps stay."""
    pack = attrs.evolve(DORSET, escalations=(attrs.evolve(INADEQUATE, stood_down_when=(is_yes("concern"),)),))
    found = next_steps(pack, Case(events={"grading": MAY}), day(9))
    assert found.escalations[0].stood_down is None
    assert ids(found) == ["inadequate/look-again", "inadequate/review"]


# --- approvals and consents: DUD-AMB-13, CCUO ------------------------------------------------------------------------

PLAN = Process(
    id="delivery-plan",
    title="Quality assurance delivery plan",
    steps=(
        step("agree", approved_by=("chief-officer", "heads-of-service"), cites=("DUD-TEV-11",)),
        step("publish", by=("qa",)),
    ),
)
DUDLEY = Pack(
    name="dudley",
    roles=(role("chief-officer"), role("heads-of-service", "HoS"), role("qa")),
    processes=(PLAN,),
)


@pytest.mark.parametrize(
    ("approved", "due", "pending"),
    [
        ((), ["delivery-plan/agree"], ["chief-officer", "heads-of-service"]),
        (("chief-officer",), ["delivery-plan/agree"], ["heads-of-service"]),
        (("HoS",), ["delivery-plan/agree"], ["chief-officer"]),
        (("chief-officer", "heads-of-service"), ["delivery-plan/publish"], []),
        (("heads-of-service", "chief-officer"), ["delivery-plan/publish"], []),
    ],
)
def test_two_approvals(approved, due, pending):
    """Both have to approve, in any order; the plan is published when both have."""
    found = next_steps(DUDLEY, Case(approvals={"delivery-plan/agree": approved}), MAY)
    assert ids(found) == due
    agree = named(found, "delivery-plan/agree")
    assert [each.role for each in agree.participants if not each.done] == pending
    assert found.problems == ()


def test_done_without_approval():
    """A plan that is said to be agreed without both approvals is told."""
    case = Case(approvals={"delivery-plan/agree": ("chief-officer",)}, done=("delivery-plan/agree",))
    found = next_steps(DUDLEY, case, MAY)
    assert ids(found) == ["delivery-plan/publish"]
    assert messages(found) == ["`delivery-plan/agree` is done, and `heads-of-service` has not approved"]


def test_approval_nobody_asked_for():
    """An approval of somebody who is not asked, or of no role, is a problem and counts for nobody."""
    found = next_steps(DUDLEY, Case(approvals={"delivery-plan/agree": ("qa", "chief-oficer")}), MAY)
    assert ids(found) == ["delivery-plan/agree"]
    assert messages(found) == [
        "`qa` is not asked in the step `delivery-plan/agree` (`chief-officer` or `heads-of-service`)",
        "`chief-oficer` is no role of this pack (did you mean `chief-officer`?)",
    ]


MENTORING = Escalation(
    id="share",
    title="An issue for the annual review",
    starts_when=(Raised(by=("mentee",)),),
    recording=Recording(never=("annual-review",)),
    steps=(step("consent", consent_of=("mentee", "mentor")), step("write", by=("coordinator",))),
)
OXFORD = Pack(name="ccuo", roles=(role("mentee"), role("mentor"), role("coordinator")), escalations=(MENTORING,))


def test_two_party_consent():
    """The mentee asks and both consent before anything is written; a mentor who asks starts nothing."""
    people = {"mentee": "Meg", "mentor": "Tom", "coordinator": "Kit"}
    asked = {"share": Raise(by="mentee", on=MAY)}
    for consents, due in (((), "consent"), (("mentee",), "consent"), (("mentor", "mentee"), "write")):
        case = Case(raised=asked, people=people, approvals={"share/consent": consents})
        assert ids(next_steps(OXFORD, case, MAY)) == [f"share/{due}"]
    refused = next_steps(OXFORD, Case(raised={"share": Raise(by="mentor")}, people=people), MAY)
    assert (refused.steps, len(refused.problems)) == ((), 1)


# --- a gate that is only recommended: AQOS-PTF-06 --------------------------------------------------------------------

AWARD = Process(
    id="award",
    title="From evidence to portfolio",
    steps=(
        step("gather"),
        step("refer", starts_when=(is_yes("sufficient"),), cites=("AQOS-PTF-06", "AQOS-AMB-01")),
    ),
)
AQOS = Pack(
    name="aqos",
    knowns=(known("sufficient"),),
    processes=(AWARD,),
    clauses=(clause("AQOS-PTF-06", Force.SHOULD), clause("AQOS-AMB-01", Force.INTERPRETATION)),
)


@pytest.mark.parametrize(
    ("said", "warning"),
    [
        ({}, "it is recommended to wait until this is so, and it is not known yet: sufficient is yes"),
        ({"sufficient": False}, "it is recommended to wait until this is so, and it is not: sufficient is yes"),
        ({"sufficient": True}, ""),
    ],
)
def test_recommended_gate(said, warning):
    """What a source only recommends warns and refuses nothing; a reason settles the warning."""
    case = Case(known=said, done=("award/gather",))
    (refer,) = next_steps(AQOS, case, MAY).steps
    assert (refer.id, refer.progress, refer.warning) == ("award/refer", Progress.NEXT, warning)
    reasoned = attrs.evolve(case, reasons={"award/refer": "the panel meets tomorrow"})
    (passed,) = next_steps(AQOS, reasoned, MAY).steps
    assert (passed.warning, passed.reason) == ("", "the panel meets tomorrow" if warning else "")


def test_binding_gate():
    """One clause that binds makes the same gate refuse, and no reason opens it; so does one that is not known."""
    binding = clause("AQOS-PTF-06", Force.MUST)
    for clauses in ((binding, AQOS.clauses[1]), (binding, clause("AQOS-AMB-01", Force.SHOULD)), ()):
        pack = attrs.evolve(AQOS, clauses=clauses)
        case = Case(known={"sufficient": False}, done=("award/gather",), reasons={"award/refer": "hurry"})
        found = next_steps(pack, case, MAY)
        assert found.steps == ()
        assert named(found, "award/refer").progress is Progress.REFUSED


def test_recommended_by_its_own_word():
    """A step that says it is recommended warns, whatever its clauses do."""
    binding = attrs.evolve(AQOS.clauses[0], force=Force.MUST)
    steps = (AWARD.steps[0], attrs.evolve(AWARD.steps[1], recommended=True))
    pack = attrs.evolve(AQOS, clauses=(binding,), processes=(attrs.evolve(AWARD, steps=steps),))
    (refer,) = next_steps(pack, Case(known={"sufficient": False}, done=("award/gather",)), MAY).steps
    assert refer.warning


# --- order -----------------------------------------------------------------------------------------------------------


def process(*steps: Step, **said: object) -> Pack:
    return Pack(name="p", processes=(Process(id="p", title="P", steps=steps, **said),))  # type: ignore[arg-type]


def test_under_way_from_the_beginning():
    """A process that nothing starts is under way, and nobody knows since when."""
    state = next_steps(process(step("a")), Case(), MAY).processes[0]
    assert (state.starts, state.started, state.why) == (True, None, "")


def test_process_has_no_sides():
    """In a process who meets in one step may do the next; who is involved steps aside only for a substitute."""
    steps = (step("meet", between=("reviewer",), optional=True), step("write", by=("reviewer",)))
    for substitute, doer in (((), ("reviewer", ("Ann",))), (("head-of-qa",), ("head-of-qa", ("Dev",)))):
        write = attrs.evolve(steps[1], substitute=substitute)
        pack = attrs.evolve(process(steps[0], write), roles=ROLES)
        found = next_steps(pack, Case(people=PEOPLE, involved=("reviewer",)), MAY)
        assert (found.steps[1].progress, who(found.steps[1])) == (Progress.NEXT, [doer])


def test_in_any_order():
    """Steps in any order are all open, but for those that say what they follow."""
    pack = process(step("a"), step("b"), step("c", follows=("a", "b")), in_any_order=True)
    assert ids(next_steps(pack, Case(), MAY)) == ["p/a", "p/b"]
    assert ids(next_steps(pack, Case(done=("p/b",)), MAY)) == ["p/a"]
    assert ids(next_steps(pack, Case(done=("p/b", "p/a")), MAY)) == ["p/c"]


def test_named_optional_step():
    """An optional step that a later one names has to be done or said to be left out."""
    pack = process(step("a", optional=True), step("b", follows=("a",)))
    assert ids(next_steps(pack, Case(), MAY)) == ["p/a"]
    assert ids(next_steps(pack, Case(passed_over=("p/a",)), MAY)) == ["p/b"]


def test_circle():
    """Steps in a circle are never reached, and nothing goes round with them."""
    pack = process(step("a", follows=("b",)), step("b", follows=("a",)), step("c", follows=("nowhere",)))
    found = next_steps(pack, Case(), MAY)
    assert found.steps == ()
    assert {each.progress for each in found.processes[0].steps} == {Progress.WAITING}


# --- time ------------------------------------------------------------------------------------------------------------


def within(days: int) -> Term:
    return Term(timings=(Within(length=Length(count=days, unit=TermUnit.DAYS)),))


def test_counted_from_the_step_before():
    """A step's time is counted from the day its turn came."""
    pack = process(step("a"), step("b", term=within(5)))
    (b,) = next_steps(pack, Case(events={"p/a": day(4)}), day(5)).steps
    assert b.due is not None
    assert (b.due.due, b.due.start, b.term) == (day(9), day(4), "within 5 days")


def test_counted_from_the_raise():
    """The first step of what somebody raised is counted from that day."""
    pack = attrs.evolve(LADDER, escalations=(attrs.evolve(DISPUTE, steps=(step("answer", term=within(5)),)),))
    (answer,) = next_steps(pack, Case(raised=RAISED), day(5)).steps
    assert answer.due is not None
    assert answer.due.due == day(7)


def test_started_before_anybody_wrote_it_down():
    """The first of what started it counts; what is so since nobody knows when leaves the day open."""
    both = attrs.evolve(INADEQUATE, starts_when=(Happens(event="grading"), Happens(event="lifted")), stood_down_when=())
    pack = attrs.evolve(DORSET, escalations=(both,))
    events = {"grading": day(4), "lifted": day(3)}
    assert next_steps(pack, Case(events=events), day(9)).escalations[0].started == day(3)
    either = attrs.evolve(both, starts_when=(Happens(event="grading"), is_yes("concern")))
    pack = attrs.evolve(DORSET, escalations=(either,))
    case = Case(events={"grading": day(4)}, known={"concern": True})
    assert next_steps(pack, case, day(9)).escalations[0].started is None


@pytest.mark.parametrize("said", [{"done": ("p/a",)}, {"events": {}}])
def test_start_not_known(said):
    """Without the day on which its turn came a step has no date, and what is missing is said."""
    b = named(next_steps(process(step("a"), step("b", term=within(5))), Case(**said), day(5)), "p/b")
    assert b.due is not None
    assert (b.due.due, b.due.missing) == (None, ("p/a",))


def test_counted_from_the_last_of_all():
    """Where several steps come before it, the last of them counts; an optional one that was left out does not."""
    steps = (step("a"), step("b", optional=True), step("c", follows=("a", "b"), term=within(5)))
    pack = process(*steps, in_any_order=True)
    for events, passed, due in (
        ({"p/a": day(4), "p/b": day(3)}, (), day(9)),
        ({"p/a": day(3), "p/b": day(4)}, (), day(9)),
    ):
        found = next_steps(pack, Case(events=events, passed_over=passed), day(5))
        assert [each.due and each.due.due for each in found.steps] == [due]


def test_order_of_what_is_due():
    """At once first, then what is overdue and what comes by date, and what has no date last."""
    on = Term(timings=(Within(length=Length(count=1, unit=TermUnit.DAYS), of=From(name="start")),))
    later = Term(timings=(Within(length=Length(count=9, unit=TermUnit.DAYS), of=From(name="start")),))
    steps = (
        step("undated"),
        step("later", term=later),
        step("overdue", term=on),
        step("also-later", term=later),
        step("soon", term=Term(timings=(EarliestOpportunity(),))),
        step("now", term=Term(timings=(Immediately(),))),
    )
    pack = attrs.evolve(process(*steps, in_any_order=True), events=(Event(id="start", title="Start"),))
    found = next_steps(pack, Case(events={"start": MAY}), day(9))
    assert ids(found) == ["p/now", "p/soon", "p/overdue", "p/later", "p/also-later", "p/undated"]


def test_instant():
    """Told at once means minutes: they are counted from the moment it was raised."""
    at = datetime.datetime(2023, 5, 2, 16, 30, tzinfo=datetime.UTC)
    tell = step("tell", notify=("team-manager",), term=Term(timings=(Immediately(),)))
    pack = attrs.evolve(LADDER, escalations=(attrs.evolve(DISPUTE, steps=(tell,)),))
    case = Case(raised={"dispute": Raise(by="reviewer", on=at)})
    (telling,) = next_steps(pack, case, at + datetime.timedelta(minutes=45)).steps
    assert telling.due is not None
    assert telling.due.elapsed is not None
    assert telling.due.elapsed.minutes == 45


# --- what a second look calls for ------------------------------------------------------------------------------------


def test_called_by_a_second_look():
    """An escalation that a second look may call for is not known before that look."""
    called = Escalation(id="conversation", title="A conversation", steps=(step("talk", between=("reviewer", "qa")),))
    rule = Moderation(id="m", title="M", consequences=(Consequence(when=AnythingDiffers(), then="conversation"),))
    pack = attrs.evolve(LADDER, moderations=(rule,), escalations=(called,))
    (state,) = next_steps(pack, Case(), MAY).escalations
    assert (state.starts, state.why, state.missing) == (None, "anything differs", ("the second look",))


def test_second_look_calls():
    """What a second look calls for starts, and the day is not known; both who looked have a part in it."""
    called = Escalation(id="conversation", title="C", steps=(step("settle", by=("reviewer", "team-manager")),))
    look = Look(by=("team-manager",))
    rule = Moderation(
        id="m",
        title="M",
        first=Look(by=("reviewer",)),
        second=look,
        consequences=(Consequence(when=AnythingDiffers(), then="conversation"),),
    )
    tool = Tool(id="t", title="T")
    audit = evaluate(tool, {})
    moderated = Moderated(
        moderation="m",
        tool="t",
        title="M",
        first=audit,
        second=audit,
        called=(Called(then="conversation", title="", text="anything differs", starts=True),),
    )
    pack = attrs.evolve(LADDER, tools=(tool,), moderations=(rule,), escalations=(called,))
    found = next_steps(pack, Case(moderation=moderated, people=PEOPLE), MAY)
    assert (found.escalations[0].starts, found.escalations[0].started) == (True, None)
    assert [(each.id, each.progress) for each in found.steps] == [("conversation/settle", Progress.BLOCKED)]
    quiet = attrs.evolve(moderated, called=(attrs.evolve(moderated.called[0], starts=False),))
    assert next_steps(pack, Case(moderation=quiet), MAY).escalations[0].starts is None


def test_nothing_starts_it():
    """An escalation that nothing starts does not start."""
    pack = attrs.evolve(LADDER, escalations=(attrs.evolve(DISPUTE, starts_when=()),))
    assert next_steps(pack, Case(), MAY).escalations[0].starts is False


def test_overdue_deadline_starts_it():
    """An escalation that waits for a deadline to pass starts the day after its last day."""
    term = Term(timings=(Within(length=Length(count=3, unit=TermUnit.DAYS), of=From(name="sent")),))
    chase = Escalation(id="chase", title="Chase it", starts_when=(Overdue(deadline="reply"),), notify=("team-manager",))
    pack = Pack(
        name="p",
        roles=ROLES,
        events=(Event(id="sent", title="Sent"),),
        deadlines=(Deadline(id="reply", title="Reply", term=term),),
        escalations=(chase,),
    )
    assert next_steps(pack, Case(events={"sent": day(2)}), day(5)).steps == ()
    assert ids(next_steps(pack, Case(events={"sent": day(2)}), day(6))) == ["chase"]
    assert next_steps(pack, Case(events={"sent": day(2)}, done=("reply",)), day(6)).steps == ()


# --- misuse ----------------------------------------------------------------------------------------------------------


def test_naive_time():
    """A time of day without its time zone is no time to speak of."""
    with pytest.raises(ValueError, match="time zone"):
        next_steps(LADDER, Case(), datetime.datetime(2023, 5, 2, 12))


def test_naive_raise():
    """What was raised at a time without its zone has started, on a day that nobody can say."""
    found = ladder(raised={"dispute": Raise(by="reviewer", on=datetime.datetime(2023, 5, 2, 12))})
    assert (found.escalations[0].starts, found.escalations[0].started) == (True, None)
    assert messages(found) == [
        "`dispute` was raised at a time of day without a time zone (give its time zone, or the day alone)"
    ]


def test_misspelt_involvement():
    """A slip in the name of somebody involved is told: it would let them decide their own matter."""
    found = ladder(done=("dispute/talk",), involved=("head-of-qaa", "a neighbour"))
    assert messages(found) == [
        "`head-of-qaa` is said to be involved and is no role and nobody who holds one (did you mean `head-of-qa`?)"
    ]


def test_same_step_twice():
    """What is recorded under two names of one step counts once under its own, and the other is told."""
    found = ladder(events={"dispute/talk": day(4), "talk": day(3)})
    assert named(found, "dispute/talk").progress is Progress.DONE
    assert messages(found) == ["`talk` is no event of this pack"]


def test_unknown_people():
    """People in roles that there are not are told."""
    found = ladder(people={**PEOPLE, "third-party-modrator": "Zoe"})
    assert messages(found) == ["`third-party-modrator` is no role of the pack (did you mean `third-party-moderator`?)"]


def test_places():
    """States and steps are values with nothing hidden in them."""
    found = ladder()
    assert isinstance(found.escalations[0], RouteState)
    assert attrs.evolve(found) == found
