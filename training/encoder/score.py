"""Development scores: macro-F1 over labels, quad classes and cooperation against conflict, as PLV counts them."""

import numpy as np

import data

YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
QUAD = {act: quad for act, quad in zip(data.ACTS, data.QUADS)} | {"YIELD": 2}


def softmax(x):
    x = np.exp(x - x.max(-1, keepdims=True))
    return x / x.sum(-1, keepdims=True)


def parts(scores):
    """Probabilities of acts, standings, labels."""
    act, standing, label = np.split(scores, np.cumsum([17, 4]), axis=-1)
    return softmax(act), softmax(standing), softmax(label)


def composed(scores):
    """Probabilities of labels out of act and standing."""
    act, standing, _ = parts(scores)
    out = np.zeros_like(act)
    for a, row in enumerate(data.TABLE):
        for s, label in enumerate(row):
            out[:, label] += act[:, a] * standing[:, s]
    return out


def macro(gold, found):
    """Macro-F1 over the classes of the gold."""
    total, classes = 0.0, sorted(set(gold))
    for one in classes:
        hit = sum(a == b == one for a, b in zip(gold, found))
        total += 2 * hit / max(1, sum(a == one for a in gold) + sum(b == one for b in found))
    return 100 * total / len(classes)


def figures(gold, found):
    """Root, quad and binary macro-F1 of labels."""
    plain = lambda labels: [YIELD.get(label, label) for label in labels]
    gold, found = plain(gold), plain(found)
    quad = lambda labels: [QUAD[label] for label in labels]
    binary = lambda labels: [(QUAD[label] + 1) // 2 for label in labels]
    return macro(gold, found), macro(quad(gold), quad(found)), macro(binary(gold), binary(found))


def report(gold, scores, none):
    """Figures of the label alone, of act with standing, of both."""
    direct, made = parts(scores)[2], composed(scores)
    lines = []
    for name, share in (("label", direct), ("act+standing", made), ("both", np.sqrt(direct * made))):
        if not none:
            share = share[:, : data.NONE]
        found = [data.ACTS[i] for i in share.argmax(-1)]
        lines.append(name + " %.1f/%.1f/%.1f" % figures(gold, found))
    return " ".join(lines)


def development(held, plv, encode):
    """Sets by name: inputs, and what reports on their scores."""
    sets = {}
    for language in ("french", "english"):
        part = [p for p in held if p.language == language]
        if part:
            gold = [data.ACTS[p.label] for p in part]
            sets[f"held {language} ({len(part)})"] = (encode([p.sentence for p in part]),
                                                      lambda s, gold=gold: report(gold, s, True))
    if plv:
        rows = data.plv(plv)
        sets["plv"] = (encode([row[0] for row in rows]), lambda s: report([row[1] for row in rows], s, False))
    return sets
