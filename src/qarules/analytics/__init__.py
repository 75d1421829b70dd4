"""
What many results tell together: pure functions over the engine's results, exact to the last fraction.

Nothing below this floor imports it.
"""
