"""A pack that adopts another: everything the other says, with what it sets, replaces, states anew and leaves out."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest

import qarules
from qarules.dsl.compile import compile_pack
from qarules.dsl.find_pack import Unavailable, no_other_packs
from qarules.dsl.source import Source
from qarules.engine.clause_coverage import clause_coverage
from qarules.model.change import How
from qarules.standards.catalogue import compile_path

ON = date(2023, 11, 1)
HEAD = 'standard our-council "Our council" { adopts "north-somerset" version "2023-11" }\n'
REVIEW = "collaborative-practice-review"
GOOD = qarules.Decision("good")


@pytest.fixture
def house(tmp_path):
    def load(text: str):
        file = tmp_path / "standard.qa"
        file.write_text(text, encoding="utf-8")
        return qarules.load_pack(tmp_path, on=ON)

    return load


def test_it_says_all_the_other_says(house):
    """Tools, deadlines, roles and the rest are those of the other; dates and calendar are, where it names none."""
    taken, theirs = house(HEAD), qarules.load_pack("north-somerset", on=ON)
    assert taken.name == "our-council"
    for part in ("clauses", "roles", "events", "deadlines", "escalations", "activities", "samples", "parameters"):
        assert getattr(taken, part) == getattr(theirs, part)
    assert taken.tools == tuple(attrs.evolve(tool, standard=taken.standard) for tool in theirs.tools)
    assert (taken.standard.calendar, taken.standard.in_force_until) == ("england-and-wales", date(2024, 1, 31))
    assert (taken.changes, taken.left_out) == ((), ())


def test_it_sets_what_is_open(house):
    """A parameter it sets has that value in whatever uses it, and the setting stays to be seen."""
    pack = house(HEAD + 'set records-per-round to 2 because "Agreed."\n')
    assert qarules.settled(pack)["records-per-round"] == Fraction(2)
    assert [(str(each.parameter), each.because) for each in pack.overrides] == [("records-per-round", "Agreed.")]
    assert [str(change) for change in pack.changes] == ["the parameter `records-per-round` is set to 2: Agreed."]
    records = [{"id": str(n), "supported-since": "2023-01-01", "is-supported": True, "in-this-rounds-group": True}
               for n in range(5)]  # fmt: skip
    drawn = qarules.draw(pack, "round-records", records, on=ON, seed=1)
    assert len(drawn.strata[0].records) == 2
    assert drawn.changes == pack.changes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("set records-per-rund to 2", "QA201"),
        ("set records-per-round to 0", "QA307"),
        ('set records-per-round to "two"', "QA201"),
        ("set reviewer to 2", "QA201"),
        ('set reviwer to "Jo Reed"', "QA201"),
        ('parameter p "P" { at most 3  is 30 }', "QA307"),
        ('parameter p "P" { at least q }  parameter q "Q" { is 3 }  set p to 2', "QA307"),
        ('role reviewer "Our reviewer"', "QA203"),
    ],
)
def test_what_does_not_fit_is_reported(house, text, code):
    """A parameter or role there is not, a value that is none for it, a number out of bounds, an id the other has."""
    with pytest.raises(qarules.QaCheckError) as refused:
        house(HEAD + text + "\n")
    assert [found.code for found in refused.value.diagnostics if found.severity is qarules.Severity.ERROR] == [code]


def test_a_pack_that_is_not_there(house):
    """What it adopts has to be within reach."""
    with pytest.raises(qarules.QaCheckError, match="no-such-pack"):
        house(HEAD.replace("north-somerset", "no-such-pack"))


# --- a council's own reading of North Somerset -----------------------------------------------------------------------

WESTON = """
standard weston "Weston's own framework" { adopts "north-somerset"  version "2023-11" }

clause WX-01 interpretation "Our procedure, 4.2" "The later of the two dates binds." { replaces NS-AMB-04 }
clause WX-02 interpretation "Our procedure, 4.3" "What the evidence suggests is shown from the start." {
  replaces NS-AMB-07
}
clause WX-03 interpretation "Our procedure, 4.4" "The moderator confirms by mail what is not due." {
  replaces NS-AMB-32 in words only
}

instead deadline moderation-done "The review is moderated" of collaborative-practice-review
    cites NS-MOD-02, NS-MOD-03, WX-01 {
  owner moderator
  within 10 working days of closure
  within 10 working days of allocation
  the later binds
}
leave out activity dip-audits because "The council holds none."
set records-per-round to 2
set moderator to "Ines Hart", "Jo Reed" because "Named by the Director."

changes to collaborative-practice-review {
  leave out judgement section-suggests because "One suggestion is enough."
  instead judgement evidence-suggests "What the evidence suggests" on ofsted cites WX-02 {
    give good when at least half are clear
  }
  known urgent "Is it urgent?" yes or no cites WX-02
  example "Half is clear" {
    on 2 May 2023
    given all clear
    expect evidence-suggests good
  }
}
"""


@pytest.fixture(scope="module")
def weston(tmp_path_factory):
    folder = tmp_path_factory.mktemp("weston")
    (folder / "standard.qa").write_text(WESTON, encoding="utf-8")
    return qarules.load_pack(folder, on=ON)


def test_what_is_stated_anew_takes_the_place_of_what_was_adopted(weston):
    """It stands where the other stood, and everything else is as it was."""
    theirs = qarules.load_pack("north-somerset", on=ON)
    assert [each.id for each in weston.deadlines] == [each.id for each in theirs.deadlines]
    (ours,) = (each for each in weston.deadlines if each.id == "moderation-done")
    assert ours.term.choice.value == "the later binds"
    kept = [each for each in weston.deadlines if each.id != "moderation-done"]
    assert kept == [each for each in theirs.deadlines if each.id != "moderation-done"]
    review, other = weston.tools[0], theirs.tools[0]
    assert [each.id for each in review.judgements] == ["final-judgement", "evidence-suggests"]
    assert review.judgements[0] == other.judgements[0]
    assert review.judgements[1].shown_after == ""
    assert review.knowns[-1].id == "urgent"
    of_the_pack = ("standard", "clauses", "roles", "changes", "cites")
    assert weston.tools[1:] == tuple(
        attrs.evolve(tool, **{field: getattr(ours, field) for field in of_the_pack})
        for tool, ours in zip(theirs.tools[1:], weston.tools[1:], strict=True)
    )


def test_what_is_left_out_is_not_there(weston):
    assert "dip-audits" not in {each.id for each in weston.activities}
    assert [each.id for each in weston.left_out] == ["dip-audits", "section-suggests"]


def test_promises_about_what_is_left_out_go_with_it(weston):
    """Be it without its name; and examples are the adopting body's own."""
    review = weston.tools[0]
    assert [promise.title for promise in review.promises] == [
        "One criterion with limited evidence keeps the suggestion below Good",
        "Clear evidence throughout is never suggested as less than Good",
    ]
    (example,) = weston.examples
    assert qarules.run_example(weston, example) == ()


def test_a_replacement_settles_what_the_other_settled(weston):
    """It resolves the same clauses, so that whatever rests on them says so."""
    clauses = {clause.id: clause for clause in weston.clauses}
    assert "NS-AMB-04" not in clauses
    assert clauses["WX-01"].resolves == ("NS-MOD-02", "NS-MOD-03")
    assert clauses["WX-01"].replaces == ("NS-AMB-04",)


def test_replaced_in_words_only_nothing_acts_otherwise(weston):
    """What rested on the old reading rests on the new one, and is otherwise as it was."""
    theirs = qarules.load_pack("north-somerset", on=ON)
    old = {item.id: item for item in theirs.tools[0].items.values() if "NS-AMB-32" in item.cites}
    new = {item.id: item for item in weston.tools[0].items.values() if "WX-03" in item.cites}
    assert old.keys() == new.keys()
    assert len(new) > 10
    for name, item in new.items():
        assert attrs.evolve(item, cites=()) == attrs.evolve(old[name], cites=())
        assert [clause for clause in item.cites if clause != "WX-03"] == [
            clause for clause in old[name].cites if clause != "NS-AMB-32"
        ]


def test_every_change_is_noted(weston):
    """In the order of their kinds, each with the clauses behind it; promises are no change of a result."""
    assert [(change.how, change.id) for change in weston.changes] == [
        (How.REPLACED, "NS-AMB-04"),
        (How.REPLACED, "NS-AMB-07"),
        (How.REPLACED, "NS-AMB-32"),
        (How.SET, "records-per-round"),
        (How.SET, "moderator"),
        (How.RESTATED, "moderation-done"),
        (How.RESTATED, f"{REVIEW}/evidence-suggests"),
        (How.ADDED, f"{REVIEW}/urgent"),
        (How.LEFT_OUT, "dip-audits"),
        (How.LEFT_OUT, f"{REVIEW}/section-suggests"),
    ]
    assert {change.by for change in weston.changes} == {"weston"}
    assert all(change.span is not None for change in weston.changes)
    assert weston.changes[0].clauses == ("WX-01",)


def test_every_clause_is_still_accounted_for(weston):
    assert clause_coverage(weston).uncovered == ()


# --- every result shows the changes ----------------------------------------------------------------------------------


def test_every_result_shows_the_changes(weston):
    """Of an audit, a case, a sample, a year: each names all that was changed, and comes back from JSON with it."""
    stored = qarules.CaseFile(
        pack="weston",
        on=ON,
        tool=REVIEW,
        first=qarules.Audit(answers={"visits-timely": "clear"}, decisions={"final-judgement": GOOD}),
        second=qarules.Audit(decisions={"final-judgement": GOOD}),
        case=qarules.Case(events={"closure": ON, "allocation": date(2023, 11, 3)}),
    )
    case = qarules.case_of(stored, weston)
    record = {"id": "1", "supported-since": "2023-01-01", "is-supported": True, "in-this-rounds-group": True}
    results = (
        case.outcome,
        case.moderation,
        qarules.deadlines(weston, case, ON),
        qarules.next_steps(weston, case, ON),
        qarules.actions(weston, [("one", case)], ON),
        qarules.occurrences(weston, "collaborative-practice-reviews", ON, date(2023, 12, 31)),
        qarules.eligible(weston, "round-records", record, on=ON),
        qarules.draw(weston, "round-records", [record], on=ON, seed=1),
        qarules.assign(weston, "round-records", [record], people={}, on=ON, seed=1),
        qarules.settled(weston),
    )
    for result in results:
        assert result.changes == weston.changes, type(result)
        if not isinstance(result, type(qarules.settled(weston))):
            assert qarules.from_json(qarules.to_json(result), type(result)).changes == weston.changes
    due = qarules.deadlines(weston, case, ON)["moderation-done"]
    assert due.due == date(2023, 11, 17)
    assert [(clause.id, clause.replaces) for clause in due.rests_on if clause.replaces] == [("WX-01", ("NS-AMB-04",))]
    explained = case.outcome.explain()
    assert "Changed by weston in what it adopts (10)" in explained
    assert "(replaces NS-AMB-07)" in explained


def test_who_is_set_holds_the_role_until_a_case_says_otherwise(weston):
    """In deadlines and moderation alike."""
    case = qarules.Case(events={"closure": ON, "allocation": ON})
    assert qarules.deadlines(weston, case, ON)["moderation-done"].persons == ("Ines Hart", "Jo Reed")
    given = attrs.evolve(case, people={"Moderator": "Kim Lee"})
    assert qarules.deadlines(weston, given, ON)["moderation-done"].persons == ("Kim Lee",)


# --- laws ------------------------------------------------------------------------------------------------------------


def compiled(*texts, find=no_other_packs):
    return compile_pack([Source(f"{number}.qa", text) for number, text in enumerate(texts)], name="p", find_pack=find)


def test_the_order_of_files_changes_nothing():
    """What a pack changes may stand in any of its files."""
    parts = [part for part in WESTON.split("\n\n") if part.strip()]
    theirs = compile_path("north-somerset").pack
    assert theirs is not None
    packs = [compiled(*order, find=lambda _: theirs).pack for order in (parts, parts[::-1])]
    first, second = packs
    assert first is not None
    for field in attrs.fields(type(first)):
        one, other = getattr(first, field.name), getattr(second, field.name)
        if field.name in {"changes", "clauses", "left_out"}:  # these stand as they are written
            assert set(one) == set(other), field.name
        elif field.name != "tools":
            assert one == other, field.name


BASE = """
standard base "The framework" { version "1" }
clause B-1 must deadline "1" "Within a day."
clause B-2 interpretation "silent" "A day has 24 hours." { resolves B-1 }
clause B-3 may "3" "They may meet."
event call "A call" cites B-1
deadline answer "The answer" cites B-1, B-2 { within 24 hours of call }
activity meeting "A meeting" cites B-3 { monthly }
parameter times "Times" cites B-1 { at least 1 }
"""
COUNTY = """
standard county "The county" { adopts "base" }
clause C-1 interpretation "ours" "A day has 20 hours." { replaces B-2 }
instead deadline answer "Our answer" cites B-1, C-1 { within 20 hours of call }
leave out activity meeting because "We never meet."
set times to 2
"""
TOWN = """
standard town "The town" { adopts "county" }
clause T-1 interpretation "ours" "A day has 16 hours." { replaces C-1 }
instead deadline answer "The town's answer" cites B-1, T-1 { within 16 hours of call }
set times to 3
"""


def chain(*texts):
    """Each pack adopts the one before it; what became of the last."""
    found = {}
    for text in texts:
        last = compiled(text, find=lambda name: found.get(name) or Unavailable(None, "no", "no"))
        assert last.pack is not None, last.diagnostics
        found[last.pack.name] = last.pack
    return last


def test_packs_may_adopt_in_a_chain():
    """The last word is the last pack's, and every change of every pack is noted."""
    town = chain(BASE, COUNTY, TOWN)
    assert town.diagnostics == ()
    assert [each.title for each in town.pack.deadlines] == ["The town's answer"]
    assert [parameter.value for parameter in town.pack.parameters] == [3]
    assert town.pack.activities == ()
    assert [(change.by, change.how, change.id) for change in town.pack.changes] == [
        ("county", How.REPLACED, "B-2"),
        ("county", How.SET, "times"),
        ("county", How.RESTATED, "answer"),
        ("county", How.LEFT_OUT, "meeting"),
        ("town", How.REPLACED, "C-1"),
        ("town", How.SET, "times"),
        ("town", How.RESTATED, "answer"),
    ]
    (interpretation,) = (clause for clause in town.pack.clauses if clause.id == "T-1")
    assert interpretation.resolves == ("B-1",)


def test_what_may_is_left_out_for_a_reason_alone():
    """The reason answers for what nothing else holds; what binds has to be named besides."""
    county = chain(BASE, COUNTY).pack
    (gone,) = county.left_out
    assert gone.cites == ("B-3",)


def test_a_chain_does_not_drop_what_binds():
    """What binds in the first pack binds in the last."""
    text = TOWN.replace("cites B-1, T-1", "cites T-1")
    find = {"county": chain(BASE, COUNTY).pack}
    assert [each.code for each in compiled(text, find=find.__getitem__).diagnostics] == ["QA343"]
