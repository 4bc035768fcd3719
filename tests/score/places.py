"""Where the project and the folder shared with it lie."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def shared_folder():
    """../shared beside the project, or the next one up: a checkout may lie one folder deeper. SHARED names another."""
    if "SHARED" in os.environ:
        return Path(os.environ["SHARED"])
    places = [folder / "shared" for folder in ROOT.parents]
    return next((place for place in places if (place / "score").is_dir()), ROOT.parent / "shared")


SHARED = shared_folder()
