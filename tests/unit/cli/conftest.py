"""Commands as they are typed, in the folder of a small council's rules and cases."""

from __future__ import annotations

import io
import json
import sys

import pytest

from qarules.cli import main as cli


@pytest.fixture
def qarules(capsysbinary, monkeypatch, house):
    """A function that runs a command: its exit status, standard output and standard error."""

    def qarules(*arguments, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = cli.run([str(argument) for argument in arguments])
        captured = capsysbinary.readouterr()
        assert b"Traceback" not in captured.err
        return status, captured.out.decode(), captured.err.decode()

    return qarules


@pytest.fixture
def changed(house, tmp_path):
    """A function that writes a copy of a JSON file with parts of it changed, and gives its path."""

    def changed(name, **parts):
        document = json.loads((house / f"{name}.json").read_text(encoding="utf-8"))
        case = parts.pop("case", {})
        document |= {"pack": str(house / "rules.qa"), **parts}
        document["case"] = {**document["case"], **case}
        path = tmp_path / f"{name}-{len(list(tmp_path.iterdir()))}.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    return changed
