#!/usr/bin/env python3
"""Macro-F1 of `relate` on a table of training/relations (act, mode, standing, domain, sentence).

usage: pairs.py TABLE.tsv BINARY fr|en

The label is the codebook's: act and standing under the convention in knowledge/ontology/acts.toml. The scoring is
that of relations.py in ../shared/score (CONCEDE and RETREAT counted as one label there), which this calls. Rows of
no relation (NONE) are left out, since `relate` always answers one of the 16.
"""

import csv
import os
import subprocess
import sys
import tempfile
import tomllib

from places import ROOT, SHARED


def labels():
    """(act, standing) to the codebook's label."""
    acts = tomllib.loads((ROOT / "knowledge/ontology/acts.toml").read_text(encoding="utf-8"))["act"]
    for act in acts:
        yield (act["id"], "past"), act["id"]
        for standing in ("future", "negated", "negated_future"):
            yield (act["id"], standing), act.get(standing, act["id"])


def main():
    table, binary, language = sys.argv[1:4]
    label = dict(labels())
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8", newline="") as made:
        out = csv.writer(made, delimiter="\t", lineterminator="\n")
        out.writerow(["type", "marked_sentence"])
        with open(table, encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row["act"] == "NONE":
                    continue
                name = label[row["act"], row["standing"]]
                out.writerow(["YIELD" if name in ("CONCEDE", "RETREAT") else name, row["sentence"]])
        made.flush()
        command = [sys.executable, SHARED / "score/relations.py", made.name, binary]
        sys.exit(subprocess.run(command, env={**os.environ, "PLV_LANGUAGE": language}).returncode)


if __name__ == "__main__":
    main()
