"""The group of commands, and what happens when one fails."""

from __future__ import annotations

import sys
import traceback

import click

from qarules.cli.check import check
from qarules.cli.deadlines import deadlines
from qarules.cli.demo import demo
from qarules.cli.diff import diff
from qarules.cli.evaluate import evaluate
from qarules.cli.explain import explain
from qarules.cli.fmt import fmt
from qarules.cli.grade import grade
from qarules.cli.moderate import moderate
from qarules.cli.next_steps import next_steps
from qarules.cli.planning import holds_up, improve, influence
from qarules.cli.prove import prove
from qarules.cli.refresh import refresh
from qarules.cli.render import render
from qarules.cli.sample import sample
from qarules.cli.schedule import schedule
from qarules.cli.sql import sql
from qarules.cli.standards import standards
from qarules.cli.test import test
from qarules.errors import QaCheckError, QaError
from qarules.version import VERSION


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="qarules")
def group() -> None:
    """Audit tools as text: check rule files, grade audits, explain the grades and say what comes next."""


COMMANDS = (
    check, deadlines, demo, diff, evaluate, explain, fmt, grade, holds_up, improve, influence, moderate, next_steps,
    prove, refresh, render, sample, schedule, sql, standards, test,
)  # fmt: skip
for command in COMMANDS:
    group.add_command(command)


def main() -> None:
    """Run the command line and exit with its status."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; the exit status. Nothing a user can type ends in a traceback."""
    try:
        status = group.main(arguments, prog_name="qarules", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return 2
    except QaCheckError as error:
        click.echo(str(error), err=True)
        return 1
    except QaError as error:
        click.echo(f"qarules: {error}", err=True)
        return 2
    except SystemExit:
        return 0  # click's answer to a reader who has gone away, as `head` does
    except Exception:
        click.echo(traceback.format_exc(), err=True)
        click.echo("qarules: this is a fault of qarules, not of your files; please report the lines above", err=True)
        return 3
