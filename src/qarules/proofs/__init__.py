"""
What holds for every possible audit: proofs, the smallest changes, what still matters, which audits a version regrades.

This floor asks the classes of audits that the engine makes (`qarules.engine.space`); it grades nothing itself.
"""
