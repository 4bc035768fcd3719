#!/usr/bin/env python3
"""The quad class of sentences by the claims that `depeche read` finds in them: macro-F1 over five classes.

usage: quads.py SENTENCES.tsv BINARY [--show]

A line is a sentence, a tab and its class: 0 none, 1 verbal cooperation, 2 material cooperation, 3 verbal conflict,
4 material conflict, CAMEO's classes. The class of a sentence is that of its first claim's CAMEO code, since what a
sentence is about stands first in it; 0 where it has no claim, and where the code is a statement (01) or an appeal
(02), which CAMEO counts to no class. CAMEO's reduced relations (16) are verbal conflict.
"""

import json
import subprocess
import sys

CLASSES = {"01": 0, "02": 0, "03": 1, "04": 1, "05": 1, "06": 2, "07": 2, "08": 2, "09": 3, "10": 3, "11": 3, "12": 3,
           "13": 3, "16": 3, "14": 4, "15": 4, "17": 4, "18": 4, "19": 4, "20": 4}


def read(sentences, binary):
    """The claims of each sentence, in the order of the text."""
    lines = [json.dumps({"id": str(i), "language": "en", "text": text}) + "\n" for i, text in enumerate(sentences)]
    done = subprocess.run([binary, "read", "--format", "jsonl", "-"], input="".join(lines).encode(),
                          stdout=subprocess.PIPE, check=True)
    claims = {}
    for line in done.stdout.decode().splitlines():
        claim = json.loads(line)
        claims.setdefault(int(claim["dispatch"]), []).append(claim)
    return [claims.get(i, []) for i in range(len(sentences))]


def quad(claims):
    return CLASSES.get(claims[0]["event"]["cameo"][:2], 0) if claims else 0


def score(gold, found, kind):
    both = sum(wanted == got == kind for wanted, got in zip(gold, found))
    return 2 * both / max(gold.count(kind) + found.count(kind), 1)


def main():
    rows = [line.rstrip("\n").split("\t") for line in open(sys.argv[1], encoding="utf-8")]
    gold = [int(kind) for _, kind in rows]
    claims = read([text for text, _ in rows], sys.argv[2])
    found = [quad(own) for own in claims]
    if "--show" in sys.argv:
        for (text, _), wanted, got, own in zip(rows, gold, found, claims):
            if wanted != got:
                codes = " ".join(f"{claim['event']['type']}:{claim['event']['cameo']}" for claim in own)
                print(f"  {wanted} read as {got} [{codes}] {text}")
    scores = [score(gold, found, kind) for kind in range(5)]
    each = " ".join(f"{kind}:{value:.3f}" for kind, value in enumerate(scores))
    print(f"macro {100 * sum(scores) / 5:.1f} | {each} | sentences {len(rows)}")


if __name__ == "__main__":
    main()
