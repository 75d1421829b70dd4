"""The judgements of a form in plain words, with space for the grade and for who decides it; and what is measured."""

from __future__ import annotations

from collections.abc import Iterator

from qarules.export.document import Asked, Block, Field, Fields, Grid, Line, Listing, Paragraph, Part, Row
from qarules.export.form_words import in_brackets, paragraphs
from qarules.export.titled import Titled
from qarules.model.judgement import GradeRule, Judgement, Measure
from qarules.model.scope import fully_counted, graded_sections
from qarules.model.tool import Tool


def rule_parts(tool: Tool, titled: Titled) -> Iterator[Part]:
    """The measures, the judgements and the promises; a part is left out where there are none."""
    if tool.measures:
        lines = tuple(_measure(measure, titled) for measure in tool.measures)
        intro = Paragraph(text="Numbers made of the answers, which the rules below read.")
        yield Part(anchor="measures", title="What is measured", blocks=(intro, Listing(lines=lines)))
    if tool.judgements:
        parts = tuple(_judgement(judgement, tool, titled) for judgement in tool.judgements)
        yield Part(anchor="judgements", title="Judgements", parts=parts)
    if tool.promises:
        lines = tuple(Line(text=promise.title) for promise in tool.promises)
        intro = Paragraph(text="What its authors hold true of every audit, whatever is answered.")
        yield Part(anchor="promises", title="Promises", blocks=(intro, Listing(lines=lines)))


def _measure(measure: Measure, titled: Titled) -> Line:
    value = titled.number(measure.value)
    if measure.rounding is not None:
        places = measure.rounding.decimals
        decimals = f" to {places} decimal{'s' * (places != 1)}" if places else ""
        value += f"; {measure.rounding.mode.value}{decimals}"
    return Line(
        lead=measure.title or measure.id,
        text=f"{value}{in_brackets(measure.cites)}",
        anchor=f"measure-{measure.id}",
    )


# --- judgements ------------------------------------------------------------------------------------------------------


def _judgement(judgement: Judgement, tool: Tool, titled: Titled) -> Part:
    grades = {grade.id: grade.title for grade in tool.scale_by_id[judgement.scale].grades}
    blocks: list[Block] = [Paragraph(text=text) for text in paragraphs(judgement.guidance, judgement.note)]
    blocks.append(Listing(lines=tuple(_facts(judgement, tool, titled))))
    blocks += _descriptors(judgement, grades, titled)
    blocks += _rules(judgement, grades, titled)
    blocks += _space(judgement, tool, tuple(grades.values()))
    return Part(anchor=f"judgement-{judgement.id}", title=judgement.title, blocks=tuple(blocks))


def _facts(judgement: Judgement, tool: Tool, titled: Titled) -> Iterator[Line]:
    scale = tool.scale_by_id[judgement.scale]
    yield Line(lead="Grades", text=f"{scale.title}, best first: {', '.join(grade.title for grade in scale.grades)}")
    if judgement.for_each_section:
        yield Line(lead="Made", text="for every section with something to count, and each instance of a repeated one")
        yield Line(lead="Not applicable", text="to a section of which nothing that counts applies")
    elif graded_sections(_dated(tool)):
        yield Line(lead="Not applicable", text="where nothing that counts applies")
    if judgement.decided_by:
        reason = ", who has to say why" if judgement.with_reason else ""
        yield Line(lead="Decided by", text=f"{titled.roles(judgement.decided_by)}{reason}")
    if judgement.shown_after:
        yield Line(lead="Shown", text=f"only once {titled.quoted(judgement.shown_after)} is decided")
    if judgement.intended:
        yield Line(lead="Meant so", text=judgement.intended)
    if judgement.cites:
        yield Line(lead="Clauses", text=", ".join(judgement.cites))


def _descriptors(judgement: Judgement, grades: dict[str, str], titled: Titled) -> Iterator[Block]:
    rows = []
    for each in judgement.descriptors:
        whom = f", for “{titled.steps.get(each.population, each.population)}”" if each.population else ""
        text = f"No words in the source: {each.not_provided}" if each.not_provided else each.text
        rows.append((f"{grades[each.step]}{whom}", f"{text}{in_brackets(each.cites)}"))
    if rows:
        caption = f"What the grades of “{judgement.title}” mean"
        yield Grid(caption=caption, columns=("Grade", "What it means"), rows=tuple(rows))


def _rules(judgement: Judgement, grades: dict[str, str], titled: Titled) -> Iterator[Block]:
    def lines(rules: tuple[GradeRule, ...], before: str = "", first: int = 1) -> tuple[Line, ...]:
        return tuple(
            Line(
                lead=f"{before}{grades[rule.grade]}",
                text=f"when {titled.condition(rule.when)}{_meant(rule)}{in_brackets(rule.cites)}",
                anchor=f"rule-{judgement.id}.{number}",
            )
            for number, rule in enumerate(rules, start=first)
        )

    if judgement.giving:
        *_, lowest = grades.values()
        text = f"The rules suggest the best of these grades whose condition holds, and “{lowest}” where none does:"
        yield Paragraph(text=text)
        yield Listing(lines=lines(judgement.giving))
    else:
        yield Paragraph(text="No rule suggests a grade: a person decides.")
    if judgement.limits:
        yield Paragraph(text="Each of these that holds is a limit, however good the rest is; the lowest of them binds:")
        yield Listing(lines=lines(judgement.limits, "No better than ", len(judgement.giving) + 1))


def _meant(rule: GradeRule) -> str:
    if not rule.intended:
        return ""
    return f"; meant so: {rule.reason}" if rule.reason else "; meant so"


def _space(judgement: Judgement, tool: Tool, grades: tuple[str, ...]) -> Iterator[Block]:
    """Where the grade is written: of every section, or once."""
    fields = [Field(label="" if judgement.for_each_section else "Grade", options=grades)]
    if judgement.decided_by:
        fields += [Field(label="Reason", lines=2, hint="needed")] * judgement.with_reason
    if not judgement.for_each_section:
        signed = [Field(label="Decided by", lines=1), Field(label="Date", lines=1)] * bool(judgement.decided_by)
        yield Fields(fields=(*fields, *signed))
        return
    sections = graded_sections(_dated(tool))
    rows = [
        Row(
            anchor=f"grade-{judgement.id}.{section.id}",
            title=" ".join(filter(None, (section.number, section.title))),
            fields=tuple(fields),
        )
        for section in sections
    ]
    if rows:
        yield Asked(caption=f"Grades for “{judgement.title}”", head="Section", rows=tuple(rows))
    if judgement.decided_by:
        yield Fields(fields=(Field(label="Decided by", lines=1), Field(label="Date", lines=1)))


def _dated(tool: Tool) -> Tool:
    """As on its day; for no day, with everything counted that ever will be."""
    return tool if tool.on is not None else fully_counted(tool)
