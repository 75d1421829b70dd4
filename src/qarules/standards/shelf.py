"""What ships with the package: the folders of the standards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

SUFFIX = ".qa"


def packaged_standards() -> tuple[str, ...]:
    """The ids of the packaged standards, in alphabetical order."""
    folders = (entry for entry in shelf().iterdir() if entry.is_dir() and (entry / f"standard{SUFFIX}").is_file())
    return tuple(sorted(entry.name.replace("_", "-") for entry in folders))


def shelf() -> Traversable:
    """The folder that holds a folder for each standard."""
    here = Path(__file__).parent
    if here.is_dir():
        return here
    # In an archive; elsewhere nobody waits for this import.
    from importlib import resources

    return resources.files("qarules.standards")


def packaged(name: str) -> Traversable | None:
    """The folder of a packaged standard; None where there is none of that id."""
    return shelf() / name.replace("-", "_") if name in packaged_standards() else None


def is_there(path: Path) -> bool:
    """Whether there is a file or folder; no system has one of a name it could not hold."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def review(standard: str, name: str) -> bytes:
    """The stored audit *name* that ships with a packaged standard, as JSON."""
    return (shelf() / standard.replace("-", "_") / "reviews" / f"{name}.json").read_bytes()
