"""Cases and results of what comes after the grade as JSON: there and back, refused with the path, as schemas say."""

from __future__ import annotations

import copy
import datetime
import json
from fractions import Fraction

import attrs
import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from qarules import Audit, CodecError, Decision, from_json, to_json
from qarules.codec.kinds import KINDS
from qarules.codec.reading import structured
from qarules.codec.schemas import schema
from qarules.codec.writing import to_data
from qarules.engine.assignment import assign
from qarules.engine.case_file import case_of
from qarules.engine.clause_coverage import clause_coverage
from qarules.engine.collisions import collisions
from qarules.engine.deadlines import deadlines
from qarules.engine.next_steps import next_steps
from qarules.engine.recurrence import occurrences
from qarules.engine.samples import draw, eligible
from qarules.engine.tracker import actions
from qarules.model.case import Case, CaseFile, Pause, Person, Raise
from qarules.proofs.improve import improve
from qarules.proofs.influence import influence
from qarules.proofs.prove import prove
from qarules.proofs.regraded import regraded
from qarules.standards.catalogue import load_pack
from qarules.versions.diff import diff
from qarules.versions.replay import replay

TODAY = datetime.date(2026, 5, 7)
LONDON = datetime.timezone(datetime.timedelta(hours=1))
FULL = CaseFile(
    pack="rules.qa",
    name="Cedar",
    on=TODAY,
    tool="visits",
    first=Audit(answers={"voice": "limited"}, decisions={"overall": Decision("fair", by="auditor", reason="r")}),
    second=Audit(answers={"voice": "clear"}),
    third=Audit(),
    agreed={"overall": Decision("good")},
    decided={"overall": Decision("poor", by="panel-chair")},
    case=Case(
        events={"allocation": TODAY, "meeting": datetime.datetime(2026, 5, 13, 9, 30, tzinfo=LONDON)},
        pauses=(Pause(start=TODAY), Pause(start=TODAY, until=TODAY, of=("round-complete",))),
        known={"breach": True, "count": 7, "words": "text", "none": None},
        parameters={"round-days": 12, "drawn": Fraction(5, 2)},
        people={
            "auditor": "Kim Lee",
            "moderator": Person("Jo Reed", also_known_as=("J. Reed",), team="North", responsible_for=("F-1",)),
            "team-manager": ("Sam Hill", Person("Pat Moor", responsible_for=())),
        },
        involved=("Kim Lee",),
        done=("papers",),
        raised={
            "dispute": Raise(by="moderator", on=datetime.datetime(2026, 5, 5, 12, 0, tzinfo=datetime.UTC), person="Jo"),
            "report": Raise(by="auditor", on=TODAY),
        },
        approvals={"report/approve": ("team-manager",)},
        reasons={"report/approve": "r"},
        passed_over=("dispute/talk",),
        resolved=("report",),
        cancelled=("copy-given",),
        closures=(TODAY,),
        last={"rounds": TODAY},
        record="F-1",
    ),
)


@pytest.fixture(scope="module")
def folder(request):
    return request.path.parents[1] / "house"


@pytest.fixture(scope="module")
def results(folder):
    """At least one value of every kind."""
    pack = load_pack(folder / "rules.qa")
    stored = [from_json((folder / f"{name}.json").read_bytes(), CaseFile) for name in ("ash", "birch")]
    cases = [(each.name, case_of(each, pack)) for each in (*stored, FULL)]
    records = json.loads((folder / "files.json").read_text(encoding="utf-8"))
    taken = [record for record in records if record["id"] in ("F-3", "F-4")]
    named = {"parameters": {"drawn": 2}, "chosen": {2: ["F-3"], "x": []}}
    people = {"auditor": Person("Kim Lee"), "moderator": "Jo Reed"}
    found = [FULL, *stored, actions(pack, cases, TODAY), collisions(pack, 2027), clause_coverage(pack)]
    for _, case in cases:
        found += [deadlines(pack, case, TODAY), next_steps(pack, case, TODAY), case.outcome, case.moderation]
    found += [occurrences(pack, name, TODAY, datetime.date(2027, 5, 7)) for name in ("rounds", "learning", "panel")]
    found += [eligible(pack, "round-sample", record, on=TODAY) for record in records]
    found.append(draw(pack, "round-sample", records, on=TODAY, seed=7, **named))
    found.append(assign(pack, "round-sample", taken, people=people, on=TODAY, seed=7))
    (tool,) = pack.tools
    stricter = attrs.evolve(tool.judgements[0], giving=tool.judgements[0].giving[:1])
    other = attrs.evolve(tool, judgements=(stricter, *tool.judgements[1:]))
    found += [prove(tool), improve(tool, {"voice": "limited"}, judgement="overall", to="good"), influence(tool)]
    found += [*regraded(tool, other), diff(pack, attrs.evolve(pack, tools=(other,), roles=pack.roles[1:]))]
    found.append(replay(pack, attrs.evolve(pack, tools=(other,)), {"ash": stored[0].first, "none": Audit(tool="x")}))
    return (*found, *(each.first for each in stored))


VALIDATORS = {
    kind: jsonschema.Draft202012Validator(schema(kind), format_checker=jsonschema.FormatChecker(["date"]))
    for kind in KINDS
}


def test_every_kind_there_and_back(results):
    """A value of every kind comes back as it was, and what is written is what its schema says."""
    assert {type(value) for value in results} == set(KINDS)
    for value in results:
        text = to_json(value)
        VALIDATORS[type(value)].validate(json.loads(text))
        again = from_json(text, type(value))
        assert again == value
        assert to_json(again) == text


def test_parts_of_a_case():
    """Days stay days and instants keep their zone; numbers stay exact; who holds a role stays one or several."""
    case = from_json(to_json(FULL), CaseFile).case
    assert type(case.events["allocation"]) is datetime.date
    assert case.events["meeting"] == datetime.datetime(2026, 5, 13, 8, 30, tzinfo=datetime.UTC)
    assert case.events["meeting"].utcoffset() == datetime.timedelta(hours=1)
    assert {name: type(value) for name, value in case.parameters.items()} == {"round-days": int, "drawn": Fraction}
    assert case.people == FULL.case.people
    assert [type(held) for held in case.people.values()] == [str, Person, tuple]
    assert case.people["moderator"].responsible_for == ("F-1",)
    assert case.people["team-manager"][1].responsible_for == ()
    assert type(case.raised["report"].on) is datetime.date


def test_an_hour_comes_back(pack_of):
    """A deadline in hours keeps its instant."""
    text = 'event call "Call"\ndeadline seen "Seen" { within 2 hours of call }'
    pack = pack_of(f"qa 1\n{text}")
    table = deadlines(pack, Case(events={"call": datetime.datetime(2026, 7, 1, 9, 30, tzinfo=datetime.UTC)}), TODAY)
    again = from_json(to_json(table), type(table))
    assert again == table
    assert again["seen"].due_at == datetime.datetime(2026, 7, 1, 11, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["events", "allocation"], "7 May 2026", "a date such as 2027-04-01 is expected"),
        (["events", "allocation"], "2026-13-01", "a date such as 2027-04-01 is expected"),
        (["events", "allocation"], None, "a date such as 2027-04-01 is expected"),
        (["events", "allocation"], "2026-05-07T25:00", "a date and time with its zone is expected"),
        (["parameters", "drawn"], 2.5, "a number written as text is expected, such as 62.5 or 200/3"),
        (["parameters", "drawn"], True, "a number written as text is expected, such as 62.5 or 200/3"),
        (["parameters", "drawn"], "many", "a number written as text is expected, such as 62.5 or 200/3"),
        (["people", "auditor"], 7, "an object with named parts is expected"),
        (["people", "auditor"], ["x", None], "an object with named parts is expected"),
        (["people", "auditor"], {"id": "x", "tem": "y"}, "$.case.people.auditor.tem: there is no such part"),
        (["people", "auditor"], {"team": "y"}, "$.case.people.auditor.id: this part is missing"),
        (["raised", "dispute", "on"], 5, "a date such as 2027-04-01 is expected"),
        (["pauses", 0, "until"], "", "$.case.pauses[0].until: a date such as 2027-04-01 is expected"),
        (["done"], "papers", "$.case.done: a list is expected"),
        (["events"], [], "$.case.events: an object with named parts is expected"),
        (["evnts"], {}, "$.case.evnts: there is no such part"),
    ],
)
def test_refused(path, value, message):
    """Every fault of a case with its path, and none in Python's words."""
    document = copy.deepcopy(to_data(FULL))
    spot = document["case"]
    for part in path[:-1]:
        spot = spot[part]
    spot[path[-1]] = value
    with pytest.raises(CodecError) as raised:
        from_json(json.dumps(document), CaseFile)
    assert message in raised.value.message
    assert raised.value.message.startswith("$.case.")


def test_structured():
    """A part by itself, and its place in the message."""
    assert structured("2026-05-07", datetime.date) == TODAY
    with pytest.raises(CodecError, match=r"^\$\[3\]\.on: a date such as 2027-04-01 is expected$"):
        structured("x", datetime.date, "$[3].on")
    with pytest.raises(CodecError, match=r"^\$\[3\]\.id: this part is missing$"):
        structured({}, Person, "$[3]")


def test_no_kind():
    """What has no form of its own is refused."""
    with pytest.raises(TypeError, match="a Case has no JSON form of its own"):
        to_json(Case())


# --- schema and reader -----------------------------------------------------------------------------------------------

ODD = [
    None, True, False, 0, -1, 2.5, "", "x", "2023-05-02", "20230502", "2023-13-01", "1/2", "1/0", "62.5", "good",
    "not started", "2026-05-07T09:30:00+00:00", [], ["a"], [None], {}, {"a": 1}, {"id": "x"}, [{}],
]  # fmt: skip


def spots(document, path=()):
    """The paths of everything in a document."""
    if path:
        yield path
    is_list = isinstance(document, list)
    inside = document.items() if isinstance(document, dict) else enumerate(document) if is_list else ()
    for name, part in inside:
        yield from spots(part, (*path, name))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_schema_and_reader_agree(data, results):
    """A document with one mistake in it is refused by both or by neither, whatever its kind."""
    kind = data.draw(st.sampled_from(KINDS))
    value = data.draw(st.sampled_from([each for each in results if type(each) is kind]))
    document = copy.deepcopy(json.loads(to_json(value)))
    path = data.draw(st.sampled_from(list(spots(document))))
    spot = document
    for part in path[:-1]:
        spot = spot[part]
    if data.draw(st.booleans()) or not isinstance(spot, dict):
        spot[path[-1]] = data.draw(st.sampled_from(ODD))
    else:
        del spot[path[-1]]
        spot.update(data.draw(st.sampled_from([{}, {"zzz": 1}])))
    try:
        from_json(json.dumps(document), kind)
        is_read = True
    except CodecError:
        is_read = False
    assert VALIDATORS[kind].is_valid(document) is is_read, path
