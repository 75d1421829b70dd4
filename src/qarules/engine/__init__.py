"""
Model to outcome: pure and total.

The same tool, answers and knowns give the same outcome on any machine and day: no clock, file, environment or text.
A tool becomes a straight line of small steps (:mod:`.plan`), the steps run over every way of answering what is still
open (:mod:`.run`), and what they saw becomes the outcome (:mod:`.evaluate`).
"""
