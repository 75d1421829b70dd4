"""Stored audits, cases and results: the model as JSON, with a format version and a schema for each kind."""
