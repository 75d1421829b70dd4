"""Many audits at once come to what each comes to by itself, whether in rows or in columns, and none is lost."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given, settings

import qarules
from qarules.analytics import Column, grade_columns, grade_rows
from qarules.engine.evaluate import evaluate_any
from qarules.testing import strategies

TOOLS = strategies.tools(items=8, judgements=4, repeated=False)
STRANGE = st.sampled_from([None, "", "splendid", 17, True, "cannot-tell", "not-applicable", qarules.CANNOT_TELL])


@st.composite
def batches(draw, *, complete):
    """A tool, and audits of it: some complete, the others with answers that are strange."""
    tool = draw(TOOLS)
    names = [item.id for item in tool.items.values()]
    audits = []
    for audit in draw(st.lists(strategies.audits(tool, complete=True), min_size=1, max_size=6)):
        row = {**audit.answers, **audit.known}
        if not complete and draw(st.booleans()):
            row[draw(st.sampled_from(names))] = draw(STRANGE)
        audits.append(row)
    return tool, audits


def alone(tool, row):
    knowns = {item.id for item in tool.knowns}
    texts = {item.id for item in tool.items.values() if isinstance(item.answer, qarules.model.tool.Text)}
    statuses = {"cannot-tell": qarules.CANNOT_TELL, "not-applicable": qarules.NOT_APPLICABLE}
    plain = {
        name: statuses[value] if name not in texts and isinstance(value, str) and value in statuses else value
        for name, value in row.items()
    }
    return evaluate_any(
        tool,
        {name: value for name, value in plain.items() if name not in knowns},
        known={name: value for name, value in plain.items() if name in knowns},
    )


def grades(outcome):
    return {judged.id: judged.final for judged in outcome.judgements}


@settings(max_examples=150, deadline=None)
@given(st.booleans().flatmap(lambda complete: batches(complete=complete)))
def test_columns(pair):
    tool, rows = pair
    names = sorted({name for row in rows for name in row})
    columns = {name: [row.get(name) for row in rows] for name in names}
    found = grade_columns(tool, columns)
    outcomes = [alone(tool, {name: column[place] for name, column in columns.items()}) for place in range(len(rows))]
    for path, column in found.grades.items():
        assert list(column) == [grades(outcome)[path] for outcome in outcomes]
    waits = (qarules.Why.UNANSWERED, qarules.Why.CANNOT_TELL)
    for place, outcome in enumerate(outcomes):
        if outcome.problems or any(missing.why in waits for missing in outcome.missing):
            assert place in found.incomplete


@settings(max_examples=150, deadline=None)
@given(st.booleans().flatmap(lambda complete: batches(complete=complete)))
def test_rows(pair):
    tool, rows = pair
    found = list(grade_rows(tool, rows))
    outcomes = [alone(tool, row) for row in rows]
    assert [dict(row.grades) for row in found] == [grades(outcome) for outcome in outcomes]
    for number, (row, outcome) in enumerate(zip(found, outcomes, strict=True), start=1):
        assert row.complete is outcome.complete
        assert row.line == (0 if outcome.complete else number)
        assert row.problems == tuple(map(str, outcome.problems))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_rows_that_are_all_alike_are_graded_as_each_by_itself(data):
    """A tool whose items are all judged on one scale, in any order of the items, a strange row among them."""
    scale = data.draw(strategies.scales(points=False))
    text = [f'qa 1 scale s "S" {{ {" ".join(f"""{grade.id} "G" """ for grade in scale.grades)} }} tool t "T" {{']
    for section in range(data.draw(st.integers(1, 3))):
        text.append(f'section sec-{section} "S" {{')
        for number in range(data.draw(st.integers(1, 4))):
            words = " ".join(f'{grade.id} "D"' for grade in scale.grades)
            text.append(f'criterion c-{section}-{number} "C" judged on s may be not applicable {{ {words} }}')
        text.append("}")
    best, worst = scale.grades[0].id, scale.grades[-1].id
    rules = f"give {best} when at least half are {best}"
    text.append(f'judgement j "J" for each section on s {{ {rules} no better than {worst} when any is {worst} }} }}')
    compiled = qarules.compile_text("\n".join(text))
    assert compiled.pack is not None, compiled.diagnostics
    tool = compiled.pack.tools[0]
    answers = st.sampled_from([*(grade.id for grade in scale.grades), qarules.NOT_APPLICABLE])
    rows = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(tool.items, answers)), min_size=1, max_size=8))
    if data.draw(st.booleans()):
        rows = [dict(data.draw(st.permutations(list(row.items())))) for row in rows]
    if data.draw(st.booleans()):
        data.draw(st.sampled_from(rows))[next(iter(tool.items))] = data.draw(STRANGE)
    found = list(grade_rows(tool, rows))
    assert [dict(row.grades) for row in found] == [grades(alone(tool, row)) for row in rows]


@given(st.lists(st.sampled_from(["a", "b", None, True])))
def test_a_column_is_the_list_it_stands_for(values):
    names = ("a", "b", None, True)
    column = Column(bytes(names.index(value) for value in values), names)
    assert list(column) == values
    assert len(column) == len(values)
    assert [column[place] for place in range(len(values))] == values
    assert list(column[1:]) == values[1:]
    assert column.counts() == {value: values.count(value) for value in names if value in values}
