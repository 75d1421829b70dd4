"""What ships with the package: the folders of the standards, and what is in them beside rule files."""

from __future__ import annotations

import pickle
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from qarules.model.pack import Pack

SUFFIX = ".qa"
PREPARED = "pack.prepared"
"""A standard's pack as the build compiled it; only a wheel has it, in which nothing can change any more."""


def packaged_standards() -> tuple[str, ...]:
    """The ids of the packaged standards, in alphabetical order."""
    folders = (entry for entry in shelf().iterdir() if entry.is_dir() and (entry / f"standard{SUFFIX}").is_file())
    return tuple(sorted(entry.name.replace("_", "-") for entry in folders))


def shelf() -> Traversable:
    """The folder that holds a folder for each standard."""
    return resources.files("qarules.standards")


def packaged(name: str) -> Traversable | None:
    """The folder of a packaged standard; None where there is none of that id."""
    return shelf() / name.replace("-", "_") if name in packaged_standards() else None


def prepared(name: str) -> Pack | None:
    """The pack of a packaged standard, ready-made; None where it has to be compiled."""
    folder = packaged(name)
    if folder is None or not (folder / PREPARED).is_file():
        return None
    pack: Pack = pickle.loads((folder / PREPARED).read_bytes())
    return pack


def is_there(path: Path) -> bool:
    """Whether there is a file or folder; no system has one of a name it could not hold."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def review(standard: str, name: str) -> bytes:
    """The stored audit *name* that ships with a packaged standard, as JSON."""
    return (shelf() / standard.replace("-", "_") / "reviews" / f"{name}.json").read_bytes()
