"""Every fault a text can have, by number and name. A number names its page and is never given to another fault."""

from __future__ import annotations

from qarules.diagnostics import Severity
from qarules.frozen import frozen


@frozen
class Fault:
    """A kind of finding: its code, its name, and how much it weighs."""

    code: str
    name: str
    severity: Severity = Severity.ERROR


WARNING = Severity.WARNING

# 1xx: text and syntax
UNREADABLE_TEXT = Fault("QA101", "unreadable-text")
TEXT_TOO_LARGE = Fault("QA102", "text-too-large")
UNCLOSED_TEXT = Fault("QA103", "unclosed-text")
TYPOGRAPHIC_QUOTES = Fault("QA104", "word-quotation-marks")
TYPOGRAPHIC_SPACE = Fault("QA105", "no-break-space")
MISSPELT_NAME = Fault("QA106", "not-an-id")
TOO_DEEP = Fault("QA107", "nested-too-deep")
UNKNOWN_EDITION = Fault("QA108", "unknown-edition")
NO_SUCH_DAY = Fault("QA109", "no-such-day")
UNEXPECTED = Fault("QA110", "unexpected-word")
MISSING_TEXT = Fault("QA111", "missing-text")
MISSING_NAME = Fault("QA112", "missing-id")
MISSING_BRACE = Fault("QA113", "missing-brace")
STRAY_BRACE = Fault("QA114", "stray-brace")
MISSING_WHEN = Fault("QA115", "missing-when")
MISSPELT_KEYWORD = Fault("QA116", "misspelt-keyword")
RESERVED_WORD = Fault("QA117", "reserved-word")
SYMBOL = Fault("QA118", "sign-without-meaning")
MIXED_AND_OR = Fault("QA119", "and-with-or")
TOO_MANY = Fault("QA120", "too-many-mistakes")

# 2xx: names
UNKNOWN_NAME = Fault("QA201", "unknown-name")
WRONG_KIND = Fault("QA202", "wrong-kind-of-name")
DUPLICATE_NAME = Fault("QA203", "duplicate-name")
UNUSED_NAME = Fault("QA204", "unused-name", WARNING)
UNKNOWN_PACK = Fault("QA205", "unknown-pack")
OUTSIDE_PACK = Fault("QA206", "outside-the-pack")
USE_CYCLE = Fault("QA207", "packs-use-each-other")
RETIRED_NAME = Fault("QA208", "retired-name")
TWO_STANDARDS = Fault("QA209", "two-standards")
ONLY_IN_REPEATED = Fault("QA210", "name-in-repeated-section")
AMBIGUOUS_SECTION_GRADE = Fault("QA211", "which-section-grade")

# 3xx: structure
SAID_TWICE = Fault("QA301", "said-twice")
DOES_NOT_BELONG = Fault("QA302", "does-not-belong")
NO_ANSWER_KIND = Fault("QA303", "no-kind-of-answer")
MISSING_DESCRIPTOR = Fault("QA304", "missing-descriptor")
UNKNOWN_BAND = Fault("QA305", "descriptor-for-no-band")
SHORT_SCALE = Fault("QA306", "scale-too-short")
BAD_BOUNDS = Fault("QA307", "bounds-make-no-sense")
EMPTY_SECTION = Fault("QA308", "empty-section", WARNING)
NO_SCALE = Fault("QA309", "judgement-without-scale")
NOTHING_CITED = Fault("QA310", "cites-nothing", WARNING)
CLAUSE_NOT_CITED = Fault("QA311", "clause-not-cited", WARNING)
STEPS_GAP = Fault("QA312", "steps-leave-a-gap")
STEPS_OVERLAP = Fault("QA313", "steps-overlap")
NO_DECIDER = Fault("QA314", "judgement-nobody-makes", WARNING)
EMPTY_EXAMPLE = Fault("QA315", "example-expects-nothing", WARNING)
NO_POINTS = Fault("QA316", "no-points")
WORD_FOR_STEP = Fault("QA317", "word-with-a-meaning")
DATES_REVERSED = Fault("QA318", "ends-before-it-starts")
NO_TIME = Fault("QA319", "says-no-time")
NO_SUCH_MONTH = Fault("QA320", "no-such-month-or-weekday")
NEVER_STARTS = Fault("QA321", "nothing-starts-it", WARNING)
NO_TOOL = Fault("QA322", "says-of-no-tool")
WHICH_BINDS = Fault("QA323", "which-time-binds")
NO_SUCH_KIND = Fault("QA331", "no-such-kind-of-clause")
KIND_NOT_HELD = Fault("QA332", "cited-by-what-cannot-hold-it", WARNING)
NO_INTERPRETATION = Fault("QA341", "only-interpretations-are-replaced")
RESTS_ON_REPLACED = Fault("QA342", "rests-on-what-is-replaced")
BINDING_DROPPED = Fault("QA343", "nothing-holds-it-any-more")
LEFT_OUT_NAMED = Fault("QA344", "left-out-and-still-named")

# 4xx: grading
IMPOSSIBLE_VALUE = Fault("QA401", "impossible-value")
NOT_ON_SCALE = Fault("QA402", "not-on-the-scale")
NOBODY_KNOWS_BAND = Fault("QA403", "band-nobody-knows")
CYCLE = Fault("QA404", "goes-in-a-circle")
BAD_SHARE = Fault("QA405", "share-makes-no-sense")
BAD_AMOUNT = Fault("QA406", "more-than-there-are", WARNING)
HOLDS_OVER_NOTHING = Fault("QA407", "limit-over-nothing")
PUNISHES_BETTER = Fault("QA408", "may-punish-better-evidence")
NEEDLESS_INTENDED = Fault("QA409", "intended-without-need", WARNING)
ALWAYS_TRUE = Fault("QA410", "always-or-never-holds", WARNING)
NO_SECTION_GRADES = Fault("QA411", "sections-not-graded")
NOT_A_NUMBER = Fault("QA412", "not-a-number")
NOT_A_DATE = Fault("QA413", "not-a-date")
USELESS_LIMIT = Fault("QA414", "limit-at-the-top", WARNING)
NEVER_COUNTED = Fault("QA415", "listed-but-never-counted", WARNING)
STUCK = Fault("QA420", "escalation-can-get-stuck", WARNING)
STEPS_CIRCLE = Fault("QA421", "steps-in-a-circle")

# 5xx: dates and sources
EXPECTED_COUNT = Fault("QA501", "not-so-often-a-year")
MONTHS_MERGE = Fault("QA502", "two-in-one-month", WARNING)
NEVER_MONTH_NAMED = Fault("QA503", "falls-into-an-inactive-month")
MAY_BE_CLOSED = Fault("QA504", "may-end-on-a-closed-day", WARNING)
CLEAR_OR_NOT = Fault("QA505", "clear-days-or-not", WARNING)

# 6xx: what is allowed
BAD_ALLOW = Fault("QA601", "allowed-in-vain", WARNING)
ALLOWS_NOTHING = Fault("QA602", "nothing-to-allow", WARNING)

FAULTS = {fault.code: fault for fault in list(globals().values()) if isinstance(fault, Fault)}
