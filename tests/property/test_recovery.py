"""So many independent mistakes, so many reports: each in a construct of its own, of any kinds, in any order."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings, strategies as st

from qarules.dsl.compile import compile_text

HEAD = """
scale evidence "Evidence" { clear "Clear"  some "Some"  limited "Limited" }
scale grades "Grades" { good "Good"  fair "Fair"  poor "Poor" }
role reviewer "Reviewer"
"""

# What an author gets wrong in one construct; § is its number. Each is one mistake, and one report.
IN_A_SECTION = [
    'criterion c§ judged on evidence { clear "C"  some "S"  limited "L" }',
    'criterion c§ “Title” judged on evidence { clear "C"  some "S"  limited "L" }',
    'criterion c§ "Title judged on evidence {\n clear "C"\n some "S"\n limited "L"\n }',
    'criterion c§ "Title" judged on nowhere§ { clear "C"  some "S"  limited "L" }',
    'criterion c§ "Title" judged on evidence { clear "C"  some "S" }',
    'criterion c§ "Title" judged on evidence { clear "C"  some "S"  limited "L"  low§ "W" }',
    'criterion c§ "Title" judged on evidence, weight 2, weight 3 { clear "C"  some "S"  limited "L" }',
    'criterion c§ "Title" judged on evidence, asked when nothing§ is yes { clear "C"  some "S"  limited "L" }',
    'criterion c_§ "Title" judged on evidence { clear "C"  some "S"  limited "L" }',
    'critrion c§ "Title" judged on evidence { clear "C"  some "S"  limited "L" }',
    'question q§ "Title"',
    'question q§ "Title" number from 10 to 0',
    'question q§ "Title" number from 0 to ten',
    'question q§ "Title" yes or no;',
    'question q§ "Title" yes or no, sometimes',
    'question q§ "Title"\u00a0yes or no',
    'question every "Title" yes or no',
    'question q§ "Title" one of { x "X"  x "Y" }',
    'question q§ "Title" yes or no, counted from 31 February 2027',
]
IN_A_TOOL = [
    'judgement j§ "Title" on nowhere§ decided by reviewer',
    'judgement j§ "Title" on grades { give good all are clear  give fair when any are clear }',
    'judgement j§ "Title" on grades { give best§ when all are clear }',
    'judgement j§ "Title" on grades { give good when all are clear  no better than fair when sound is maybe§ }',
    'judgement j§ "Title" on grades { give good when all are clear && none are limited }',
    'judgement j§ "Title" on grades { give good when at least 140% are clear }',
    'judgement j§ "Title" on grades { give good when none are clear }',
    'judgement j§ "Title" on grades decided by nobody§',
    'measure m§ "Title" = sum of nothing§',
    'known k§ "Title" number from 5 to 1',
]
# A name that stands for nothing may be meant for what has none, so that this is not independent of those.
WITHOUT_ID = 'criterion "Title" judged on evidence { clear "C"  some "S"  limited "L" }'
SOUND = 'question sound§ "Title" yes or no'
SOUND_RULE = 'judgement sound-j§ "Title" on grades { give good when all are clear  give fair when any are clear }'


def text_of(sections, rules):
    parts = [part.replace("§", str(number)) for number, part in enumerate(sections)]
    made = [part.replace("§", str(number)) for number, part in enumerate(rules, start=100)]
    inner = "\n".join(f'section s{number} "S" {{\n{part}\n}}' for number, part in enumerate(parts))
    first = 'section first "First" { criterion one "One" judged on evidence { clear "C"  some "S"  limited "L" }'
    return (
        f'{HEAD}tool t "T" {{\n{first} question sound "S" yes or no question graded "G" on grades }}\n{inner}\n'
        + "\n".join(made)
        + "\n}\n"
    )


mistakes = st.lists(st.sampled_from([*IN_A_SECTION, SOUND]), max_size=8, unique=True)
rules = st.lists(st.sampled_from([*IN_A_TOOL, SOUND_RULE]), max_size=6, unique=True)


def test_each_by_itself():
    """One mistake is one report, whatever it is."""
    for wrong in (*IN_A_SECTION, WITHOUT_ID):
        assert len(compile_text(text_of([wrong], [])).diagnostics) == 1, wrong
    for wrong in IN_A_TOOL:
        assert len(compile_text(text_of([], [wrong])).diagnostics) == 1, wrong


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(mistakes, rules)
def test_together(sections, rules):
    """Several are as many reports as there are mistakes: none hides another, and none is told twice."""
    wrong = [part for part in (*sections, *rules) if part not in {SOUND, SOUND_RULE}]
    found = compile_text(text_of(sections, rules)).diagnostics
    assert len(found) == len(wrong), "\n".join(map(str, found))
