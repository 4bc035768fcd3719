#!/usr/bin/env python3
"""Factuality against UW's and MEANTIME's scale: Pearson r, mean absolute error, F1 of three classes.

usage: factuality.py FILE.conll BINARY [--show]
       factuality.py --fit FILE.conll… BINARY

FILE has one token a line (`number TAB token TAB value-or-_`), sentences between blank lines. Each sentence is read as
a dispatch; `depeche standing` gives each event word a status. A gold event that isn't found counts as MISSING, and is
reported.

The scale is the annotators' own: readers of UW and MEANTIME hold what is planned or asked for to be nearly sure (+2),
and what is denied to be half true. So VALUES, the map from status to the scale from -3 to +3, is not set by hand: it
holds the mean gold value of each status on the parts uw-train and meantime-train together, as `--fit` prints it, where
at least LEAST events have the status there, and a hand-set value for the rarer ones. It has never been set on the dev
parts. The three classes do not use it: CLASSES says which statuses claim that an event happened and which that it did
not; gold counts as yes from +2 and as no from -2.

--show prints for each status its count and mean gold value, then the events that are off by 2 or more.
"""

import collections
import json
import math
import subprocess
import sys

# Status, polarity and whether it is certain.
VALUES = {
    "happened pos": 2.8, "planned pos": 2.0, "hypothetical pos weak": 1.4, "did_not_happen neg": -1.3,
    "desired pos": 1.4, "requested pos": 1.8, "ongoing pos": 2.7, "happened pos weak": 2.3, "expected pos": 1.9,
    "attempted pos": 1.0, "unknown pos weak": 1.2, "offered pos": 1.6, "scheduled pos": 2.2, "feared pos weak": 1.5,
    "planned neg": -1.8, "planned pos weak": 1.7, "promised pos": 1.8, "prevented neg": 0.4, "desired neg": -0.3,
    "did_not_happen pos": -0.5, "hypothetical neg weak": -0.6, "counterfactual pos": 0.7,
    # Rarer ones, by hand.
    "requested neg": -2.0, "requested pos weak": 1.5, "denied pos": 0.5, "denied neg": 0.5, "threatened pos": 0.8,
    "cancelled pos": -1.0, "counterfactual neg": -1.0, "scheduled neg": -2.0, "expected neg": -1.5,
    "promised neg": -1.8, "attempted neg": -2.0, "feared neg weak": -1.0, "happened neg": -1.0,
}
# What isn't found, "-" in the list of --fit.
MISSING = 2.5
LEAST = 10
CLASSES = {
    "happened": "yes", "ongoing": "yes", "did_not_happen": "no", "prevented": "no", "cancelled": "no",
    "counterfactual": "no",
}


def key(record):
    if record is None:
        return "-"
    weak = "" if record["certainty"] in ("certain", "probable") else " weak"
    return f"{record['status']} {record['polarity'][:3]}{weak}"


def value(record):
    wanted = key(record)
    short = wanted.removesuffix(" weak")
    return VALUES.get(wanted, VALUES.get(short, VALUES.get(short[:-3] + "pos", MISSING)))


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


def events(path, binary):
    """Each gold event: its sentence, the place of its word, its value, and the program's record of it or None."""
    gold, lines, offsets = list(sentences(path)), [], []
    for i, sentence in enumerate(gold):
        starts, at = {}, 0
        for k, (token, _) in enumerate(sentence):
            for c in range(at, at + len(token)):
                starts[c] = k
            at += len(token) + 1
        offsets.append(starts)
        lines.append(json.dumps({"id": str(i), "language": "en", "text": " ".join(t for t, _ in sentence)}))
    run = subprocess.run([binary, "standing", "-"], input="\n".join(lines).encode(), stdout=subprocess.PIPE)
    found = {}
    for line in run.stdout.decode().splitlines():
        record = json.loads(line)
        token = offsets[int(record["dispatch"])].get(record["span"][0])
        found[(int(record["dispatch"]), token)] = record
    for i, sentence in enumerate(gold):
        for k, (_, wanted) in enumerate(sentence):
            if wanted is not None:
                yield sentence, k, wanted, found.get((i, k))


def pearson(pairs):
    n = len(pairs)
    mean_gold, mean_found = sum(g for g, _ in pairs) / n, sum(f for _, f in pairs) / n
    top = sum((g - mean_gold) * (f - mean_found) for g, f in pairs)
    low = math.sqrt(sum((g - mean_gold) ** 2 for g, _ in pairs) * sum((f - mean_found) ** 2 for _, f in pairs))
    return top / low if low else 0.0


def gold_class(x):
    return "yes" if x >= 2 else "no" if x <= -2 else "open"


def class_of(record):
    if record is None:
        return "yes"
    sure = record["certainty"] in ("certain", "probable")
    return CLASSES.get(record["status"], "open") if sure else "open"


def statuses(all_events):
    """Count and mean gold value of each status, the commonest first."""
    groups = collections.defaultdict(list)
    for _, _, wanted, record in all_events:
        groups[key(record)].append(wanted)
    for name, values in sorted(groups.items(), key=lambda it: (-len(it[1]), it[0])):
        yield name, len(values), sum(values) / len(values)


def fit(paths, binary):
    for name, count, mean in statuses([event for path in paths for event in events(path, binary)]):
        print(f'    "{name}": {mean:.1f},' if count >= LEAST else f"    # {name}: {count} events, {mean:.1f}")


def show(all_events):
    for name, count, mean in statuses(all_events):
        print(f"{name:28} {count:5} events, mean {mean:+.2f}")
    for sentence, place, wanted, record in all_events:
        if abs(wanted - value(record)) >= 2:
            text = " ".join(t if k != place else f"[{t}]" for k, (t, _) in enumerate(sentence))
            said = "-" if record is None else f"{record['status']} {record['certainty']} {record['because']}"
            print(f"{wanted:+.1f} {value(record):+.1f} {said}\n    {text}")


def main():
    if sys.argv[1] == "--fit":
        fit(sys.argv[2:-1], sys.argv[-1])
        return
    all_events = list(events(sys.argv[1], sys.argv[2]))
    if "--show" in sys.argv:
        show(all_events)
    pairs = [(wanted, value(record)) for _, _, wanted, record in all_events]
    error = sum(abs(g - f) for g, f in pairs) / len(pairs)
    scores = []
    classes = [(gold_class(wanted), class_of(record)) for _, _, wanted, record in all_events]
    for name in ("yes", "no", "open"):
        hit = sum(g == f == name for g, f in classes)
        total = sum(g == name for g, _ in classes) + sum(f == name for _, f in classes)
        scores.append(f"{name} {2 * hit / max(total, 1):.3f}")
    missed = sum(record is None for _, _, _, record in all_events)
    print(f"r {pearson(pairs):.3f} MAE {error:.3f} F1 {' '.join(scores)} events {len(pairs)} not found {missed}")


if __name__ == "__main__":
    main()
