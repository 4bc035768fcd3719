"""Training pairs, and the codebook's convention."""

import csv
import hashlib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ONTOLOGY = tomllib.loads((ROOT / "knowledge/ontology/acts.toml").read_text())["act"]
ACTS = [act["id"] for act in ONTOLOGY] + ["NONE"]
STANDINGS = ["past", "future", "negated", "negated_future"]
NONE = len(ACTS) - 1
QUADS = [act["quad"] for act in ONTOLOGY] + [0]
# The label of an act of a standing: TABLE[act][standing].
TABLE = [[ACTS.index(act["id"] if standing == "past" else act[standing]) for standing in STANDINGS]
         for act in ONTOLOGY] + [[NONE] * 4]


@dataclass
class Pair:
    """A sentence with markers, and what stands between source and target."""

    language: str
    act: int
    standing: int
    sentence: str
    origin: str

    @property
    def label(self):
        return TABLE[self.act][self.standing]

    @property
    def held(self):
        """Whether it is kept out of training, for development: one written pair in twelve, by its words."""
        words = re.sub(r"</?[st]>", "", self.sentence)
        return self.origin != "knowledge" and hashlib.sha256(words.encode()).digest()[0] % 12 == 0


def read(path, language, origin):
    """Pairs of one file."""
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Pair(language, ACTS.index(row["act"]), STANDINGS.index(row["standing"]), row["sentence"], origin)


def training(first=None):
    """All pairs but the test part; or the first parts of English and French alone, with those of the knowledge."""
    folder, pairs = ROOT / "training/relations", []
    for at, language in enumerate(("english", "french")):
        for path in sorted((folder / language).glob("*.tsv"))[: first and first[at]]:
            pairs += read(path, language, "written")
        pairs += read(folder / f"knowledge/{language}.tsv", language, "knowledge")
    for path in [] if first else sorted((folder / "other").glob("*.tsv")):
        pairs += read(path, path.stem, "written")
    return pairs


def plv(path):
    """PLV's development pairs: sentence, label (YIELD for CONCEDE and RETREAT)."""
    with open(path, encoding="utf-8", newline="") as file:
        return [(row["marked_sentence"], row["type"]) for row in csv.DictReader(file, delimiter="\t")]
