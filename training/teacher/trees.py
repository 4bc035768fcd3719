"""Writes the teacher's trees as CoNLL-U, for `depeche-training --trees`.

usage: trees.py OWN PARSED LEFFF OUT

OWN is what sentences.py wrote, with forms and lemmas, PARSED what teach.py wrote. Sentences of whose arcs the teacher
is not sure (0.85 on average) are left out, and French ones where it takes for a verb what the lexicon LEFFF knows as
none, or for a noun or adverb what it knows as a verb alone. OUT/french.conllu.gz and OUT/english.conllu.gz are written.
"""

import gzip
import json
import sys
from pathlib import Path

import encode

SURE = 0.85


def categories(path):
    """What each form is in Lefff."""
    known = {}
    for line in open(path):
        form, category, *_ = line.split("\t")
        known.setdefault(form.lower(), set()).add(category)
    return known


def contradicted(form, upos, known):
    """Whether the lexicon knows a form as something else."""
    kinds = known.get(form.lower()) if form.isalpha() else None
    if not kinds:
        return False
    return upos == "VERB" and not kinds & {"v", "auxAvoir", "auxEtre"} or upos in ("NOUN", "ADV") and kinds == {"v"}


def main(own, parsed, lexicon, out):
    known = categories(lexicon)
    found = [json.loads(line) for line in open(parsed)]
    found = {(it["language"], it["name"]): it for it in found if sum(it["sure"]) >= SURE * len(it["sure"])}
    for language in ("french", "english"):
        blocks = []
        for name, rows in encode.sentences(Path(own) / f"{language}.conllu"):
            it = found.get((language, name))
            french = it and language == "french"
            if not it or french and any(contradicted(row[1], upos, known) for row, upos in zip(rows, it["upos"])):
                continue
            columns = zip(rows, it["upos"], it["features"], it["head"], it["relation"])
            lines = [[row[0], row[1], row[2], upos, "_", features, str(head), relation, "_", "_"] for row, upos, features, head, relation in columns]
            blocks.append("\n".join("\t".join(line) for line in lines) + "\n")
        with gzip.GzipFile(Path(out) / f"{language}.conllu.gz", "wb", 9, mtime=0) as file:
            file.write("\n".join([*blocks, ""]).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
