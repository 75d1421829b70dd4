"""The library's version, the only copy: every outcome carries it, to be checked against years later."""

VERSION = "0.1.0"
