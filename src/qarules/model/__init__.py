"""
The words of the domain as frozen values: what a rule file says, and what an evaluation answers.

Nothing here reads text or evaluates. The conditions and expressions are kept as the author wrote them, names and all;
a name that came from a file remembers its place (:class:`qarules.diagnostics.Name`).
"""
