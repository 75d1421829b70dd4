"""
Tools made ready to grade complete audits at once.

What is said here about a complete audit is what :mod:`qarules.engine.reference` says; whatever is open or odd about an
audit is left to it.
"""
