"""Writes the file that the program carries, out of trained parameters.

usage: export.py PARAMETERS.pkl E5.bin OUT.bin [--temperatures A S L] [--mixture SHARE SHARPNESS] [--examples FILE]

Layers go to 7 bits with a scale a column, in the order in which the program multiplies them; words stay the 4 bits
that they came with. Sections and their forms: crates/encoder/.
"""

import argparse
import pickle
import struct
from pathlib import Path

import numpy as np

import e5
import pieces as split
import score
import train

COLUMNS, DEPTH = 16, 4
# The largest weight: with 7 bits, sums of 16 products stay within 16 bits but for one in 10^9, and are cut there.
MOST = 63


def floats(values):
    return np.ascontiguousarray(values, "<f4").tobytes()


def words(values):
    return np.ascontiguousarray(values, "<u4").tobytes()


def ends(texts):
    """Where each of some byte strings ends."""
    return words(np.cumsum([len(text) for text in texts]))


def matrix(name, weights, bias):
    """Sections of a matrix [rows, columns], columns filled up to whole blocks."""
    fill = -weights.shape[1] % COLUMNS
    weights, bias = np.pad(weights, ((0, 0), (0, fill))), np.pad(bias, (0, fill))
    scales = np.maximum(np.abs(weights).max(0) / MOST, 1e-9)
    whole = np.rint(weights / scales).astype("i1")
    rows, columns = whole.shape
    # Block of columns, four rows, column, row of the four.
    blocks = whole.reshape(rows // DEPTH, DEPTH, columns // COLUMNS, COLUMNS).transpose(2, 0, 3, 1)
    yield name, np.ascontiguousarray(blocks).tobytes()
    yield name + ".sums", floats(whole.sum(0, dtype="i4"))
    yield name + ".scales", floats(scales)
    yield name + ".bias", floats(bias)


def words_of(kept, model):
    """Sections of the tokeniser and the words; the order is that of the pieces' bytes."""
    known = [(piece.encode(), at) for at, piece in enumerate(kept["pieces"]) if at > 3]
    known.sort()
    texts = [text for text, _ in known]
    order = np.array([kept["ids"][at] for _, at in known])
    yield "pieces.text", b"".join(texts)
    yield "pieces.ends", ends(texts)
    yield "pieces.scores", floats([kept["scores"][at] for _, at in known])
    yield "pieces.unknown", floats([min(kept["scores"]) - 10])
    plain = sorted(kept["normal"].items())
    yield "plain.points", words([ord(letter) for letter, _ in plain])
    instead = [text.encode() for _, text in plain]
    yield "plain.ends", ends(instead)
    yield "plain.text", b"".join(instead)
    scales, nibbles = model.blocks("emb.word", 250037)
    low, high = np.split(nibbles[order] + 8, 2, axis=-1)
    yield "words", (low | high << 4).astype("u1").tobytes()
    yield "words.scales", scales[order].astype("<f2").tobytes()


def sections(saved, model, temperatures, mixture):
    frozen, trained, kept = saved["frozen"], saved["trained"], saved["kept"]
    yield from words_of(kept, model)
    special = np.stack([frozen["words"][0], frozen["words"][3], *trained["markers"]])
    yield "words.special", floats(special)
    yield "places", floats(frozen["places"])
    yield "norm", floats(trained["ln"])
    yield "norm.bias", floats(trained["ln_bias"])
    layers = trained["layers"]
    for at in range(len(layers["q"])):
        part = {name: value[at] for name, value in layers.items()}
        join = lambda suffix: np.concatenate([part["k" + suffix], part["v" + suffix]], -1)
        yield from matrix(f"{at}.query", part["q"], part["q_bias"])
        yield from matrix(f"{at}.key_value", join(""), join("_bias"))
        for name, short in (("mix", "ao"), ("up", "fi"), ("down", "fo")):
            yield from matrix(f"{at}.{name}", part[short], part[short + "_bias"])
        for name, short in (("mix.norm", "aln"), ("down.norm", "oln")):
            yield f"{at}.{name}", floats(part[short])
            yield f"{at}.{name}.bias", floats(part[short + "_bias"])
    head = trained["head"]
    yield from matrix("hidden", head["hidden"], head["hidden_bias"])
    yield from matrix("out", head["out"], head["out_bias"])
    yield "temperatures", floats(temperatures)
    yield "mixture", floats(mixture)


# What the program must split and judge as this does: accents, typography, other scripts, nothing at all, a lost end.
EXAMPLES = [
    "<s>Ankara</s> a menacé <t>Athènes</t> de représailles.",
    "Le <s>ministère kényan de l'Intérieur</s> n'a pas reçu les émissaires <t>d'Addis-Abeba</t>, selon l’AFP.",
    "<t>Striking dockers</t> in Lagos said <s>police</s> had fired tear gas at them on Monday.",
    "<s>Bogotá</s>\u202f: «\u00a0non\u00a0» à  <t>Caracas</t>…",
    "Any deal with <t>Tirana's <s>foreign ministry</s></t> would be void.",
    "<s>وزارة الخارجية المصرية</s> نددت بتصريحات <t>إثيوبيا</t>.",
    "<s>Москва</s> пригрозила <t>Вильнюсу</t> ответными мерами.",
    "<s>Nobody</s> signed \u2460 the 𝔭act 🤝 with a ﬁrm.",
    "The harbour of <t>Valparaíso</t> was shut.",
    "Rain fell.",
    "<s>Quito</s> " + "wrote to the ministry again and again, " * 30 + "and then broke with <t>Lima</t>.",
]


def examples(saved):
    """Lines: marked sentence, ids in the file's order, probabilities of acts, standings, labels."""
    kept = saved["kept"]
    tokeniser = split.Pieces(kept["pieces"], kept["scores"], kept["normal"])
    order = sorted((piece.encode(), at) for at, piece in enumerate(kept["pieces"]) if at > 3)
    ids = {at: place for place, (_, at) in enumerate(order)}
    ids |= {split.FIRST: len(order), split.UNKNOWN: len(order) + 1}
    ids |= {len(kept["pieces"]) + at: len(order) + 2 + at for at in range(4)}
    encoded = train.encode(tokeniser, EXAMPLES)
    shares = score.parts(train.predict(saved["frozen"], saved["trained"], encoded, None))
    for row, sentence in enumerate(EXAMPLES):
        numbers = [f"{share:.3f}" for part in shares for share in part[row]]
        yield "\t".join((sentence, " ".join(str(ids[at]) for at in encoded[row][0]), " ".join(numbers)))


def main():
    options = argparse.ArgumentParser()
    for name in ("parameters", "e5", "out"):
        options.add_argument(name)
    options.add_argument("--temperatures", type=float, nargs=3, default=[1.0, 1.0, 1.0])
    options.add_argument("--mixture", type=float, nargs=2, default=[0.4, 0.8], help="what mixture.py finds")
    options.add_argument("--examples", help="write what the program must make of some sentences")
    options = options.parse_args()
    saved = pickle.loads(Path(options.parameters).read_bytes())
    parts = list(sections(saved, e5.read(options.e5), options.temperatures, options.mixture))
    with open(options.out, "wb") as file:
        file.write(b"DPCH" + struct.pack("<II", 1, len(parts)))
        for name, content in parts:
            name = name.encode()
            file.write(struct.pack("<I", len(name)) + name + struct.pack("<I", len(content)) + content)
    if options.examples:
        Path(options.examples).write_text("\n".join(examples(saved)) + "\n")
    print(options.out, Path(options.out).stat().st_size, "bytes")


if __name__ == "__main__":
    main()
