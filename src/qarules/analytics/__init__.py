"""
Many audits, and what their results tell together: exact to the last fraction.

:func:`grade_rows` and :func:`grade_columns` grade audits by the million. Nothing below this floor imports it.
"""

from qarules.analytics.columns import Column, GradedColumns, grade_columns
from qarules.analytics.rows import GradedRow, Row, csv_rows, grade_rows, json_rows

__all__ = ["Column", "GradedColumns", "GradedRow", "Row", "csv_rows", "grade_columns", "grade_rows", "json_rows"]
