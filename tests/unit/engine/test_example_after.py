"""What an example gives of a case and expects after the grade: each kind comes true, or is told with what is so."""

from __future__ import annotations

import pytest

from qarules import run_example

RULES = """
qa 1
scale evidence "Evidence" { clear "Clear"  some "Some"  limited "Limited" }
scale grades "Grades" { good "Good"  fair "Fair"  poor "Poor" }
role reviewer "Reviewer"
role practitioner "Practitioner"
role moderator "Moderator"
role head-of-qa "Head of Quality Assurance"
role principal "Principal Social Worker"
role team-manager "Team manager"
forum panel "Panel" { meets quarterly }
record child-record "The child's record"
record notes "Notes"
record contact "Contact" {
  question opened "Opened" date
  question outcome "Outcome" one of { help "Help"  referral "Referral" }
}
known upheld "Is the complaint upheld?" yes or no
calendar days "Working days" {
  covers from 1 January 2023 until 31 December 2028
  closed on 25 December 2023 "Christmas Day"
  closed on 26 December 2023 "Boxing Day"
}
parameter log-days "Days to copy the log" { in working days  at least 1 }
event closure "The round closes"
event allocation "A moderator is given the review" { follows closure }
event hearing "The hearing"
deadline log-copy "Log" { owner reviewer  within log-days of closure  calendar days }
deadline reply "Reply" { owner team-manager  within 4 hours of closure }
deadline papers "Papers" {
  owner team-manager
  at least 5 clear working days before hearing
  calendar days
  warn 2 working days before
}
deadline again "Again" { owner team-manager  at least 28 clear days after closure }
escalation complaint "Complaint" { starts when upheld is yes  notify team-manager, panel  immediately }
process award "Award" {
  step gather "Gather" { by practitioner }
  step refer "Refer" { by practitioner  recommended  starts when upheld is no }
  step confirm "Confirm" { approved by reviewer, moderator  consent of head-of-qa  follows gather }
}
activity rounds "Rounds" { every 2 months starting January  never in August, December  expect 6 a year }
activity plan "Plan" { every 6 weeks from the last }
activity review "Review" { every 3 weeks }
activity visits "Visits" { at every hearing }
sample contacts "Contacts" {
  from contact
  only where opened is within 4 weeks before audit-date
  choose 2 where outcome is help as "Helped"
  choose 1 where outcome is referral by choice as "Referred"
}
tool review-tool "Review" {
  section basic "Basics" {
    criterion summary "Summary" judged on evidence { clear "C"  some "S"  limited "L" }
    question unsafe "Unsafe?" yes or no
    question actions "Actions" table { what text, by date }, optional
  }
  judgement final "Final" on grades decided by reviewer, with reason
  deadline moderated "Moderated" { owner moderator  within 10 working days of allocation  calendar days }
  deadline action-done "Actions" { owner head-of-qa  for each row of actions by its by }
  moderation second-look "Moderation" {
    first look by reviewer
    second look by moderator who is not reviewer
    third look by head-of-qa
    compare every criterion, final
    when final is lowered by at least 2 steps then dispute
  }
  escalation dispute "Dispute" {
    starts when raised by practitioner
    stood down when nothing differs
    step talk "Talk" { between reviewer, practitioner  optional }
    step decide "Decide" { by head-of-qa  substitute principal  within 5 working days  calendar days }
  }
  escalation danger "Danger" {
    starts when unsafe is yes
    notify head-of-qa, team-manager
    record in child-record
    never record in notes
  }
}
"""
ON = "on 27 November 2023 as of 8 December 2023"
NAMED = 'given reviewer is "Ros Ellis", head-of-qa is "Ros Ellis", principal is "Ann Other"'
LOOKS = "given summary limited given decided final fair second look { given summary clear given decided final poor }"
DISPUTED = f"{NAMED} given dispute is raised on 4 December 2023 by practitioner"


@pytest.fixture
def found(pack_of):
    """A function from what stands in an example, and its tool, to what does not come true: expected and found."""

    def found(text, tool="review-tool"):
        of = f"of {tool} " if tool else ""
        pack = pack_of(f'{RULES}\nexample "E" {of}{{ {text} }}')
        return [(mismatch.expected, mismatch.found) for mismatch in run_example(pack, pack.examples[0])]

    return found


@pytest.mark.parametrize(
    "text",
    [
        f"{ON} given allocation happened on 1 December 2023 expect moderated due 15 December 2023",
        f"{ON} given allocation happened on 1 December 2023 expect moderated is running by moderator",
        f"{ON} given allocation happened on 15 December 2023 expect moderated due 2 January 2024",
        f"{ON} given allocation happened on 1 December 2023, moderated is done on 18 December 2023, "
        "closed on 6 December 2023 expect moderated due 18 December 2023",
        f"{ON} given allocation happened on 1 December 2023, moderated is done on 7 December 2023 "
        "expect moderated is met",
        f"{ON} given closure happened on 1 December 2023, log-days is 2 expect log-copy is overdue by reviewer, "
        "log-copy due 5 December 2023, log-days is 2",
        f"{ON} given closure happened on 1 December 2023 expect log-copy is unknown, log-days is left open",
        "as of 1 December 2023 at 12:30 given closure happened on 1 December 2023 at 9:15 "
        "expect reply due 1 December 2023 at 13:15, reply due 1 December 2023, reply is due today",
        f"{ON} given hearing happened on 19 December 2023 expect papers due 11 December 2023, "
        "papers warns on 7 December 2023, papers is due soon",
        f"{ON} given closure happened on 1 December 2023 expect again opens on 30 December 2023, again is not yet",
        f"{ON} given papers is cancelled expect papers is cancelled",
        f"{ON} given allocation happened on 1 December 2023, moderated is paused from 5 December 2023 "
        "until 6 December 2023 expect moderated due 19 December 2023",
        f"{ON} given allocation happened on 1 December 2023, paused from 5 December 2023 expect moderated is paused",
        f"{ON} given actions row {{ what a, by 3 December 2023 }}, actions row {{ what b, by 3 January 2024 }}, "
        "actions row { what c } expect row 1 of action-done is overdue by head-of-qa, "
        "row 2 of action-done due 3 January 2024, row 3 of action-done is undated",
        f"{ON} given actions no rows expect summary missing",
        f"{ON} given actions row {{ by 3 December 2023 }}, row 1 of action-done is done on 2 December 2023 "
        "expect row 1 of action-done is met",
    ],
)
def test_deadlines(found, text):
    """Due dates, first days, warnings and statuses, with pauses, closures, rows and times of day."""
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"{ON} {DISPUTED} expect dispute starts, talk of dispute is next by reviewer and practitioner",
        f"{ON} {DISPUTED}, talk of dispute is done on 5 December 2023 expect decide of dispute is next by principal, "
        'decide of dispute is next by "Ann Other", decide of dispute due 12 December 2023, '
        "decide of dispute is running by principal",
        f"{ON} {DISPUTED}, talk of dispute is passed over expect talk of dispute is passed over",
        f"{ON} {DISPUTED}, dispute is resolved expect dispute is resolved",
        f'{ON} given head-of-qa is "Ros Ellis", "Ros Ellis" is involved, dispute is raised by practitioner '
        "expect decide of dispute is next by principal",
        f"{ON} {LOOKS} expect dispute does not start, talk of dispute is not under way",
        f"{ON} expect danger cannot be known yet",
        f"{ON} given unsafe yes expect danger starts, danger tells head-of-qa and team-manager, danger is next, "
        "danger is recorded in child-record, danger is never recorded in notes, danger is due now",
        f"{ON} given unsafe yes, danger is told to head-of-qa and team-manager expect danger is done",
        f"{ON} given unsafe yes, danger is told to head-of-qa, danger is told to team-manager expect danger is done",
        f"{ON} given upheld yes expect complaint starts, complaint tells team-manager and panel",
        f"{ON} given gather of award is done expect confirm of award is next by reviewer and moderator and head-of-qa",
        f"{ON} given gather of award is done, confirm of award is approved by reviewer "
        "expect confirm of award is next by moderator and head-of-qa",
        f"{ON} given gather of award is done, confirm of award is approved by reviewer and moderator, "
        "confirm of award is consented to by head-of-qa expect confirm of award is done",
        f"{ON} given gather of award is done, upheld yes expect refer of award is warned of, refer of award is next",
        f'{ON} given gather of award is done, upheld yes, refer of award goes ahead because "Early." '
        "expect refer of award is next",
        f"{ON} {LOOKS.replace('summary clear', 'summary limited').replace('final poor', 'final fair')} {DISPUTED} "
        "expect dispute is stood down",
    ],
)
def test_steps(found, text):
    """Whether it starts, whose turn it is, who is told, where it is recorded."""
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"{LOOKS} expect final is lowered by 1 step, final is lowered, final differs, summary is lifted by 2 steps",
        f"{LOOKS} expect second-look does not call for dispute, final stands at fair from the first look",
        f"{LOOKS} given agreed final poor expect final stands at poor from agreement",
        f"{LOOKS} given agreed final poor, finally decided final good expect final stands at good from decision",
        f"{LOOKS} third look {{ given summary some }} expect final stands at fair",
        "given summary limited second look { given summary limited } "
        "expect summary does not differ, second-look may call for dispute",
        "given decided final good second look { given decided final poor } expect second-look calls for dispute",
        "given decided final good second look { given decided final good } expect final stands at good from both looks",
        f'{LOOKS} given reviewer is "Ros Ellis", moderator is "Ros Ellis" '
        "expect moderator is not independent of reviewer, a problem with moderator",
        f'{LOOKS} given reviewer is "Ros Ellis", moderator is "Kim Lee" expect moderator is independent of reviewer',
        f'{LOOKS} given reviewer is "R Ellis", moderator is "Ros Ellis", "Ros Ellis" is also known as "R Ellis" '
        "expect moderator is not independent of reviewer",
        f"{LOOKS} expect moderator may not be independent of reviewer",
    ],
)
def test_looks(found, text):
    """Differences between looks, what they call for, whose grade stands, who is independent."""
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "expect rounds 6 times in 2027, rounds 0 times in August 2027, rounds 1 time in March 2027",
        "expect rounds from 1 March 2027 until 31 March 2027",
        "given plan last happened on 4 January 2027 expect plan on 15 February 2027",
        "given review is counted from 4 January 2027 expect review on 25 January 2027",
        "given hearing happened on 3 May 2027 expect visits on 3 May 2027, visits 1 time in 2027",
        'on 10 May 2027 given contact "A" { opened 3 May 2027, outcome help } '
        'given contact "B" { opened 4 May 2027 outcome referral }, contact "C" { opened 4 January 2027 } '
        'given contact "D" { outcome help } given contacts chooses "B" '
        'expect contacts draws 2, contacts draws 1 for "Helped", "A" is eligible for contacts, '
        '"C" is not eligible for contacts, "D" may be eligible for contacts',
        'on 10 May 2027 given contact "B" { opened 4 May 2027 outcome referral } '
        'given contacts chooses "B" for "Referred" expect contacts draws 1 for "Referred"',
    ],
)
def test_what_recurs_and_samples(found, text):
    """Activities and samples need no tool."""
    assert found(text, tool="") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{ON} given allocation happened on 1 December 2023 expect moderated due 14 December 2023",
            ("moderated due 14 December 2023", "due 15 December 2023"),
        ),
        (
            f"{ON} expect moderated due 14 December 2023",
            ("moderated due 14 December 2023", "no such day: is not started, and waits for `allocation`"),
        ),
        (
            f"{ON} given allocation happened on 1 December 2023 expect moderated is overdue",
            ("moderated is overdue", "is running"),
        ),
        (
            f"{ON} given allocation happened on 1 December 2023 expect moderated is running by reviewer",
            ("moderated is running by reviewer", "is running by moderator"),
        ),
        (
            "as of 1 December 2023 given closure happened on 1 December 2023 at 9:15 "
            "expect reply due 1 December 2023 at 13:30",
            ("reply due 1 December 2023 at 13:30", "due 1 December 2023 at 13:15"),
        ),
        (
            f"{ON} given upheld no expect confirm of award is next",
            ("confirm of award is next", "is waiting, and waits for `gather of award`"),
        ),
        (f"{ON} {DISPUTED} expect talk of dispute is met", ("talk of dispute is met", "has no time")),
        (f"{ON} {DISPUTED} expect dispute does not start", ("dispute does not start", "starts")),
        (f"{ON} {DISPUTED} {LOOKS} expect dispute is stood down", ("dispute is stood down", "starts")),
        (
            f"{ON} given unsafe yes expect danger tells head-of-qa",
            ("danger tells head-of-qa", "tells head-of-qa and team-manager"),
        ),
        (
            f"{ON} given unsafe yes expect danger is recorded in notes",
            ("danger is recorded in notes", "is recorded in child-record; is never recorded in notes"),
        ),
        (f"{ON} expect gather of award is warned of", ("gather of award is warned of", "there is no warning")),
        (f"{LOOKS} expect final is lifted", ("final is lifted", "is lowered by 1 step")),
        (f"{LOOKS} expect final is lowered by 2 steps", ("final is lowered by 2 steps", "is lowered by 1 step")),
        (f"{LOOKS} expect final does not differ", ("final does not differ", "is lowered by 1 step")),
        (
            f"{LOOKS} expect second-look calls for dispute",
            ("second-look calls for dispute", "does not call for dispute"),
        ),
        (
            f"{LOOKS} expect final stands at poor",
            ("final stands at poor", "stands at fair from the first look"),
        ),
        (
            "given decided final good expect final stands at good",
            ("final stands at good", "nobody has looked a second time"),
        ),
        ("expect rounds 5 times in 2027", ("rounds 5 times in 2027", "6 times in 2027")),
        (
            "expect rounds on 3 March 2027",
            ("rounds on 3 March 2027", "from 1 March 2027 until 31 March 2027"),
        ),
        (
            "given plan last happened on 4 January 2027 expect plan on 16 February 2027",
            ("plan on 16 February 2027", "not then, but on 15 February 2027"),
        ),
        (
            'on 10 May 2027 given contact "C" { opened 4 January 2027 } expect "C" is eligible for contacts',
            (
                '"C" is eligible for contacts',
                "is not eligible for contacts (only where opened is within 4 weeks before audit-date)",
            ),
        ),
        (
            'on 10 May 2027 given contact "C" { opened 4 January 2027 } expect contacts draws 1',
            ("contacts draws 1", "draws 0 (C: only where opened is within 4 weeks before audit-date)"),
        ),
        ("given log-days is 3 expect log-days is 4", ("log-days is 4", "is 3")),
        ("expect log-days is 4", ("log-days is 4", "is left open")),
        (f"{ON} expect a problem with dispute", ("a problem with dispute", "no problem")),
    ],
)
def test_does_not_come_true(found, text, expected):
    """What was expected, and what is so in the same words."""
    assert found(text) == [expected]


def test_what_cannot_be_used_is_told(found):
    """A wrong fact is a mismatch unless a problem with it is expected."""
    early = f"{ON} given closure happened on 2 December 2023, allocation happened on 1 December 2023"
    ((expected, instead),) = found(f"{early} expect moderated due 15 December 2023")
    assert (expected, instead.partition(" (")[0]) == ("what is given can be used", "`allocation`")
    assert found(f"{early} expect moderated due 15 December 2023, a problem with allocation") == []
