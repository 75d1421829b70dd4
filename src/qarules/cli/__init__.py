"""
The command line: the only floor that prints, exits and reads standard input.

Every command is a thin shell around a function of the library.
Findings go to standard output, trouble to standard error.
Exit status: 0 clean, 1 findings, 2 wrong usage, 3 a fault of ours.
"""
