"""
The ways in which a text goes wrong, a module for each kind.

A situation is a function that looks at a mistake and guesses: each guess says what is wrong, and which words to read
on with.
"""
