"""Examples that are proposed: each reads back, comes true in its pack, and takes what no other example takes."""

from __future__ import annotations

import attrs
import pytest

from qarules import compile_text, decision_coverage, missing_examples, print_pack

RULES = """
qa 1
scale evidence "Evidence" { clear "Clear"  some "Some"  limited "Limited" }
scale grades "Grades" { good "Good"  fair "Fair"  poor "Poor" }
role reviewer "Reviewer"
role head "Head"
record contact "Contact" { question opened "Opened" date  question delay "Delay" yes or no }
known upheld "Upheld?" yes or no
parameter log-days "Days" { in days  at least 1 }
event closure "Closure"
event hearing "Hearing"
deadline reply "Reply" { owner reviewer  within 14 days of closure  even if closed }
deadline answer "Answer" { owner reviewer  within 7 days of reply due  even if closed }
deadline short "Short" { owner reviewer  within 7 days of closure  even if closed  starts when log-days is below 3 }
escalation complaint "Complaint" { starts when upheld is yes  notify head }
escalation late "Late" { starts when reply is overdue  notify head }
process award "Award" {
  starts when hearing happens
  step gather "Gather" { by reviewer }
  step agree "Agree" { approved by reviewer, head }
  step confirm "Confirm" { by head  starts when upheld is no }
}
sample contacts "Contacts" { from contact  only where delay is yes  choose 1 at random }
tool review "Review" {
  section basic "Basics" {
    criterion a "A" judged on evidence { clear "C"  some "S"  limited "L" }
    criterion b "B" judged on evidence, may be not applicable { clear "C"  some "S"  limited "L" }
    question why "Why?" text, asked when a is limited
    question seen "Seen on" date
    question actions "Actions" table { what text, by date }
  }
  section goal "Goals" repeated {
    criterion met "Met" judged on evidence { clear "C"  some "S"  limited "L" }
    question how "How?" text, asked when met is limited
  }
  judgement overall "Overall" on grades {
    give good when a is clear
    give fair when a is some or better
    no better than fair when b is limited
  }
  judgement each "Each" for each section on grades { give good when all are clear  give fair when any are clear }
  judgement final "Final" on grades decided by reviewer { no better than fair when a is limited }
  deadline seen-again "Seen again" { owner reviewer  within 14 days of seen  even if closed }
  deadline action-done "Actions" { owner head  for each row of actions by its by }
  moderation second-look "Second look" {
    first look by reviewer
    second look by head
    compare every criterion, final
    when final is lowered then dispute
  }
  escalation dispute "Dispute" {
    starts when raised by reviewer
    step talk "Talk" { between reviewer, head }
    step decide "Decide" { by head }
  }
  escalation danger "Danger" { starts when a is limited  notify head }
}
"""


@pytest.fixture(scope="module")
def found():
    """The pack without examples, and what is proposed for it."""
    pack = compile_text(RULES).pack
    return pack, missing_examples(pack, decision_coverage(pack))


def test_everything_is_found(found):
    """Of every kind of decision every way is found that there is."""
    _, missing = found
    assert [str(branch) for branch in missing.not_found] == []


def test_they_come_true_as_they_are_written(found):
    """Put into the file, the pack has no errors, every example comes true, and nothing is left to take."""
    _pack, missing = found
    texts = [example.text for example in missing.examples]
    compiled = compile_text("\n".join([RULES, *texts]))
    assert compiled.errors == ()
    whole = compiled.pack
    assert [example.given for example in whole.examples] == [each.example.given for each in missing.examples]
    assert decision_coverage(whole).uncovered == ()
    assert compile_text(print_pack(whole)).pack.examples == whole.examples


def test_each_takes_something_new(found):
    """None is proposed for what another takes, and each takes what it is proposed for."""
    pack, missing = found
    proposed = [branch for each in missing.examples for branch in each.branches]
    assert len(proposed) == len(set(proposed))
    for each in missing.examples:
        alone = attrs.evolve(pack, examples=(each.example,))
        taken = {covered.branch for covered in decision_coverage(alone).covered}
        assert taken.issuperset(each.branches)


def test_nothing_is_missing():
    """Where examples take everything, none is proposed."""
    pack = compile_text("""
        qa 1
        scale grades "Grades" { good "Good"  poor "Poor" }
        tool t "T" {
          section s "S" { question a "A" on grades }
          judgement overall "O" on grades { give good when a is good }
          example "Good" { given a good expect overall good }
          example "Poor" { given a poor expect overall poor }
        }
    """).pack
    missing = missing_examples(pack, decision_coverage(pack))
    assert (missing.examples, missing.not_found) == ((), ())


def test_titles_are_new():
    """A title that an example has already is not used again."""
    text = """
        qa 1
        scale grades "Grades" { good "Good"  poor "Poor" }
        tool t "T" {
          section s "S" { question a "A" on grades }
          judgement overall "O" on grades { give good when a is good }
          example "overall: give good when a is good makes the grade" { expect a missing }
        }
    """
    pack = compile_text(text).pack
    first = missing_examples(pack, decision_coverage(pack)).examples[0]
    assert first.example.title == "overall: give good when a is good makes the grade (2)"


def test_what_is_out_of_bounds_is_said():
    """A number without end that is calculated with cannot be searched: that is said, and nothing made up."""
    pack = compile_text("""
        qa 1
        known calls "Calls" number from 0
        known letters "Letters" number from 0
        role head "Head"
        escalation busy "Busy" { starts when calls - letters is above 5  notify head }
    """).pack
    missing = missing_examples(pack, decision_coverage(pack))
    assert "busy: `calls - letters is above 5` fails" in map(str, missing.not_found)
