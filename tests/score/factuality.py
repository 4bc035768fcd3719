#!/usr/bin/env python3
"""Factuality against UW's and MEANTIME's scale: Pearson r, mean absolute error, F1 of three classes.

usage: factuality.py FILE.conll BINARY

FILE has one token a line (`number TAB token TAB value-or-_`), sentences between blank lines. Each sentence is read as
a dispatch; `depeche standing` gives each event word a status, which VALUES maps to the scale from -3 to +3. A gold
event that isn't found counts as +3, the commonest value, and is reported.
"""

import json
import math
import subprocess
import sys

VALUES = {
    "happened": 3.0, "ongoing": 3.0, "scheduled": 1.5, "expected": 1.2, "planned": 1.0, "promised": 1.0,
    "offered": 0.5, "threatened": 0.5, "requested": 0.5, "desired": 0.3, "feared": 0.3, "hypothetical": 0.3,
    "counterfactual": -2.0, "attempted": 0.0, "prevented": -2.5, "cancelled": -2.0, "did_not_happen": -2.7,
    "denied": -1.5, "unknown": 0.0,
}
WEIGHT = {"certain": 1.0, "probable": 0.75, "possible": 0.5, "unknown": 0.3}


def value(record):
    base = VALUES[record["status"]]
    if record["polarity"] == "negative" and base > 0:
        base = -base
    return base * WEIGHT[record["certainty"]]


def sentences(path):
    sentence = []
    for line in open(path, encoding="utf-8"):
        fields = line.rstrip("\n").split("\t")
        if len(fields) < 3:
            if sentence:
                yield sentence
            sentence = []
        else:
            sentence.append((fields[1], None if fields[2] == "_" else float(fields[2])))
    if sentence:
        yield sentence


def pearson(pairs):
    n = len(pairs)
    mean_gold, mean_found = sum(g for g, _ in pairs) / n, sum(f for _, f in pairs) / n
    top = sum((g - mean_gold) * (f - mean_found) for g, f in pairs)
    low = math.sqrt(sum((g - mean_gold) ** 2 for g, _ in pairs) * sum((f - mean_found) ** 2 for _, f in pairs))
    return top / low if low else 0.0


def kind(x):
    return "yes" if x >= 2 else "no" if x <= -2 else "open"


def main():
    gold, lines, offsets = list(sentences(sys.argv[1])), [], []
    for i, sentence in enumerate(gold):
        starts, at = {}, 0
        for k, (token, _) in enumerate(sentence):
            for c in range(at, at + len(token)):
                starts[c] = k
            at += len(token) + 1
        offsets.append(starts)
        lines.append(json.dumps({"id": str(i), "language": "en", "text": " ".join(t for t, _ in sentence)}))
    run = subprocess.run([sys.argv[2], "standing", "-"], input="\n".join(lines).encode(), stdout=subprocess.PIPE)
    found = {}
    for line in run.stdout.decode().splitlines():
        record = json.loads(line)
        token = offsets[int(record["dispatch"])].get(record["span"][0])
        found[(int(record["dispatch"]), token)] = record
    pairs, missed, show = [], 0, "--show" in sys.argv
    for i, sentence in enumerate(gold):
        for k, (token, wanted) in enumerate(sentence):
            if wanted is None:
                continue
            record = found.get((i, k))
            missed += record is None
            got = value(record) if record else 3.0
            pairs.append((wanted, got))
            if show and abs(wanted - got) >= 2:
                text = " ".join(t if j != k else f"[{t}]" for j, (t, _) in enumerate(sentence))
                said = "-" if record is None else f"{record['status']} {record['certainty']} {record['because']}"
                print(f"{wanted:+.1f} {got:+.1f} {said}\n    {text}")
    error = sum(abs(g - f) for g, f in pairs) / len(pairs)
    scores = []
    for name in ("yes", "no", "open"):
        hit = sum(kind(g) == kind(f) == name for g, f in pairs)
        total = sum(kind(g) == name for g, _ in pairs) + sum(kind(f) == name for _, f in pairs)
        scores.append(f"{name} {2 * hit / max(total, 1):.3f}")
    print(f"r {pearson(pairs):.3f} MAE {error:.3f} F1 {' '.join(scores)} events {len(pairs)} not found {missed}")


if __name__ == "__main__":
    main()
