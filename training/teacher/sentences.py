"""Gathers the sentences that the teacher parses: ours, of training/relations and of the knowledge's examples.

usage: sentences.py DEPECHE OUT

From the project's root. DEPECHE, the program, cuts them into words and gives lemmas; OUT/french.conllu and
OUT/english.conllu hold its own trees, which the teacher's replace.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

LANGUAGES = {"french": "fr", "english": "en"}


def written(language):
    """The sentences of training/relations, without their marks."""
    for path in sorted(Path(f"training/relations/{language}").glob("*.tsv")):
        for line in path.read_text().split("\n")[1:]:
            columns = line.split("\t")
            if len(columns) >= 5:
                yield re.sub(r"</?[st]>", "", columns[4])


def examples(language):
    """The example sentences of a language's knowledge."""
    for path in sorted(Path(f"knowledge/{language}").rglob("*.toml")):
        yield from inside(tomllib.loads(path.read_text()))


def inside(part):
    """The examples in a part of a file."""
    if isinstance(part, list):
        for one in part:
            yield from inside(one)
    if not isinstance(part, dict):
        return
    for key, value in part.items():
        if key not in ("examples", "yes", "no") or not isinstance(value, list):
            yield from inside(value)
            continue
        for one in value:
            text = one.get("text") if isinstance(one, dict) else one
            if text and len(text) > 15:
                yield re.sub(r"[\[\]]", "", text.split(" => ")[0])


def main(program, out):
    for language, code in LANGUAGES.items():
        texts = dict.fromkeys([*written(language), *examples(language)])
        lines = [json.dumps({"id": f"own-{i}", "language": code, "text": text}) for i, text in enumerate(texts)]
        trees = subprocess.run([program, "parse", "--quiet", "-"], input="\n".join(lines).encode(), stdout=subprocess.PIPE, check=True)
        (Path(out) / f"{language}.conllu").write_bytes(trees.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
