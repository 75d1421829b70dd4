"""
Text to model: reads rule files, resolves their names, and says in the author's words what is wrong with them.

The floor never evaluates. :mod:`qarules.dsl.compile` lists the passes in order.
"""
