"""Finds temperatures, and how much the knowledge counts beside the encoder, on development data.

usage: mixture.py PARAMETERS.pkl E5.bin PIECES DEPECHE [PLV]     DEPECHE: the program, asked with `relate --no-model`

Development data: PLV's training part, on which the knowledge was tuned, and the written pairs kept out of training.
The mixture is that of crates/engine/src/relate.rs: the logarithm of the encoder's probability of a label, and so many
times that of the knowledge's evidence.
"""

import json
import pickle
import re
import subprocess
import sys
from pathlib import Path

import numpy as np

import data
import e5
import pieces
import score
import train

NO_EVIDENCE = 0.02


def question(number, marked, language):
    """A line for `relate`."""
    text, spans, starts = "", {"s": None, "t": None}, {}
    for part in re.split(r"(</?[st]>)", marked):
        tag = re.fullmatch(r"<(/?)([st])>", part)
        if not tag:
            text += part
        elif tag.group(1):
            spans[tag.group(2)] = [starts[tag.group(2)], len(text)]
        else:
            starts[tag.group(2)] = len(text)
    row = dict(id=number, text=text, language=language, source=dict(span=spans["s"]), target=dict(span=spans["t"]))
    return json.dumps(row, ensure_ascii=False)


def evidence(program, sentences, language):
    """What the knowledge says of each label: logarithms, 0 where it says nothing."""
    lines = "".join(question(i, it, language) + "\n" for i, it in enumerate(sentences))
    done = subprocess.run([program, "relate", "--no-model"], input=lines, capture_output=True, text=True, check=True)
    out = np.zeros((len(sentences), len(data.ACTS)))
    for row, line in enumerate(done.stdout.splitlines()):
        shares = json.loads(line)["scores"]
        least = max(min(shares[act] for act in data.ACTS[: data.NONE]), 2e-5)
        out[row, : data.NONE] = [np.log(max(shares[act] / least, 1.0)) for act in data.ACTS[: data.NONE]]
    return out


def sets(options):
    """Name, sentences, gold labels, language; of the written pairs those with a relation and all."""
    pairs = [pair for pair in data.training() if pair.held]
    for language, code in (("french", "fr"), ("english", "en")):
        part = [pair for pair in pairs if pair.language == language]
        yield language, [pair.sentence for pair in part], [data.ACTS[pair.label] for pair in part], code
    if len(options) > 4:
        rows = data.plv(options[4])
        yield "plv", [row[0] for row in rows], [row[1] for row in rows], "en"


def temperature(scores, gold):
    """The temperature that makes the gold likeliest."""
    options = np.geomspace(0.4, 2.5, 40)
    loss = lambda t: -np.log(score.softmax(scores / t)[np.arange(len(gold)), gold] + 1e-9).mean()
    return min(options, key=loss)


def labels(scores, temperatures):
    """Probabilities of labels, as relate.rs makes them."""
    act, standing, label = np.split(scores, np.cumsum([17, 4]), axis=-1)
    scaled = np.concatenate([act / temperatures[0], standing / temperatures[1], label / temperatures[2]], -1)
    both = np.sqrt(np.maximum(score.composed(scaled) * score.parts(scaled)[2], 1e-18))
    return both / both.sum(-1, keepdims=True)


def error(shares, gold):
    """Expected error of calibration, in ten bins."""
    sure, hit = shares.max(-1), shares.argmax(-1) == gold
    bins = np.minimum((sure * 10).astype(int), 9)
    return sum(abs(hit[bins == b].mean() - sure[bins == b].mean()) * (bins == b).mean() for b in set(bins))


def main():
    parameters, model, kept, program = sys.argv[1:5]
    tokeniser, _ = pieces.load(kept, e5.read(model))
    saved = pickle.loads(Path(parameters).read_bytes())
    found = {}
    for name, sentences, gold, code in sets(sys.argv[1:]):
        scores = train.predict(saved["frozen"], saved["trained"], train.encode(tokeniser, sentences), None)
        found[name] = (scores, gold, evidence(program, sentences, code))
    held = [found[name] for name in ("french", "english")]
    scores = np.concatenate([it[0] for it in held])
    pairs = [pair for language in ("french", "english") for pair in data.training() if pair.held and pair.language == language]
    columns = ([p.act for p in pairs], [p.standing for p in pairs], [p.label for p in pairs])
    parts = np.split(scores, np.cumsum([17, 4]), axis=-1)
    temperatures = [temperature(part, np.array(gold)) for part, gold in zip(parts, columns)]
    print("temperatures", *(f"{t:.2f}" for t in temperatures))
    gold = np.array(columns[2])
    for share in (0, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.7, 1, 9):
        mix = lambda scores, said: np.log(labels(scores, temperatures)) + share * said
        mixed = np.concatenate([mix(it[0], it[2]) for it in held])
        likely = lambda sharpness: np.log(score.softmax(mixed * sharpness)[np.arange(len(gold)), gold] + 1e-9).mean()
        sharpness = max(np.arange(0.3, 1.3, 0.05), key=likely)
        line = f"knowledge {share:<4} sharpness {sharpness:.2f} ece {error(score.softmax(mixed * sharpness), gold):.3f}"
        for name, (scores, wanted, said) in found.items():
            answers = [data.ACTS[i] for i in mix(scores, said)[:, : data.NONE].argmax(-1)]
            rows = [i for i, it in enumerate(wanted) if it != "NONE"]
            figures = score.figures([wanted[i] for i in rows], [answers[i] for i in rows])
            line += f" | {name} %.1f %.1f %.1f" % figures
        print(line)


if __name__ == "__main__":
    main()
