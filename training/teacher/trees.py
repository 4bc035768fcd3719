"""Writes the teacher's trees as CoNLL-U, for `depeche-training --trees`.

usage: trees.py OWN PARSED OUT

OWN is what sentences.py wrote, with forms and lemmas, PARSED what teach.py wrote. Sentences of whose arcs the teacher
is not sure (0.85 on average) are left out. OUT/french.conllu.gz and OUT/english.conllu.gz are written.
"""

import gzip
import json
import sys
from pathlib import Path

import encode

SURE = 0.85


def main(own, parsed, out):
    found = [json.loads(line) for line in open(parsed)]
    found = {(it["language"], it["name"]): it for it in found if sum(it["sure"]) >= SURE * len(it["sure"])}
    for language in ("french", "english"):
        blocks = []
        for name, rows in encode.sentences(Path(own) / f"{language}.conllu"):
            it = found.get((language, name))
            if not it:
                continue
            columns = zip(rows, it["upos"], it["features"], it["head"], it["relation"])
            lines = [[row[0], row[1], row[2], upos, "_", features, str(head), relation, "_", "_"] for row, upos, features, head, relation in columns]
            blocks.append("\n".join("\t".join(line) for line in lines) + "\n")
        with gzip.GzipFile(Path(out) / f"{language}.conllu.gz", "wb", 9, mtime=0) as file:
            file.write("\n".join([*blocks, ""]).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
