"""The smallest changes where something else is still open."""

from __future__ import annotations

from qarules.dsl.compile import compile_text
from qarules.proofs.improve import improve

TEXT = """qa 1
scale bands "Bands" { clear "Clear" some "Some" limited "Limited" }
scale grades "Grades" { good "Good" poor "Poor" }
tool visit "Visit" {
  section seeing "Seeing" {
    criterion voice "Voice" judged on bands { clear "A." some "B." limited "C." }
    criterion plan "Plan" judged on bands { clear "A." some "B." limited "C." }
  }
  judgement overall "Overall" on grades { give good when all are clear }
}
"""


def test_an_open_item_that_is_counted_alike():
    """It may turn out as needed, and is not among what has to change."""
    pack = compile_text(TEXT).pack
    assert pack is not None
    told = improve(pack.tools[0], {"voice": "limited"}, judgement="overall", to="good")
    assert (str(told), told.open) == ("voice to clear", ("plan",))
