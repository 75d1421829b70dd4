"""The library's version, the only copy: every outcome carries it, so that a stored result can be checked years later."""

VERSION = "0.1.0"
