"""
What it takes to test tools and the systems that embed them.

:mod:`qarules.testing.strategies` makes tools, conditions and audits for Hypothesis, which comes with the extra
``qarules[testing]``. Nothing here evaluates: what should come of an audit is for the test to say.
"""
