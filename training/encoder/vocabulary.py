"""Chooses the pieces to keep: those of French and English news, then a reserve of other languages.

usage: vocabulary.py E5.bin SHARED OUT.json
Counts over the treebanks under SHARED/data/ud, knowledge/ and training/relations/ (its test part apart).
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

import e5
import pieces

ROOT = Path(__file__).resolve().parents[2]
# How many pieces in all, and how many of them for a script's commonest words.
COUNT, CYRILLIC, ARABIC = 50_000, 3_000, 2_500


def texts(shared):
    """Words of French and English, each with a weight."""
    for path in sorted((shared / "data/ud").rglob("*.conllu")):
        for line in path.read_text().splitlines():
            if line.startswith("# text = "):
                yield line[9:]
    for path in sorted((ROOT / "knowledge").rglob("*.toml")):
        yield from re.findall(r'"([^"]+)"', path.read_text())
    for path in sorted((ROOT / "knowledge").rglob("*.tsv")):
        for line in path.read_text().splitlines():
            yield from line.split("\t")[:3]
    for path in sorted((ROOT / "training/relations").rglob("*.tsv")):
        if "test" not in path.parts:
            yield from re.split(r"</?[st]>", path.read_text())


def main():
    model, shared, out = e5.read(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    words = Counter(word for text in texts(shared) for word in text.split())
    all_pieces = pieces.Pieces(model.pieces, model.scores, model.normal)
    counts = Counter()
    for word, count in words.items():
        for piece in all_pieces.split(all_pieces.plain("▁" + word)):
            counts[piece] += count
    kept = set(range(4)) | {i for i, count in counts.items()}
    print("pieces seen", len(kept))
    script = {"latin": r"▁?[A-Za-zÀ-ɏ0-9.,;:!?'’‘“”«»()%$€£–—/-]+", "cyrillic": r"▁?[Ѐ-ӿ]+", "arabic": r"▁?[؀-ۿ]+"}
    script = {name: re.compile(form) for name, form in script.items()}
    # Single letters, so that no word of these scripts is wholly unknown; then by rank, which is by frequency.
    kept |= {i for i, piece in enumerate(model.pieces) if len(piece.strip("▁")) == 1 and i > 3
             and any(form.fullmatch(piece) for form in script.values())}
    ranked = {name: [i for i, piece in enumerate(model.pieces) if form.fullmatch(piece)] for name, form in script.items()}
    kept |= set(ranked["cyrillic"][:CYRILLIC]) | set(ranked["arabic"][:ARABIC])
    for i in ranked["latin"]:
        if len(kept) >= COUNT:
            break
        kept.add(i)
    kept.discard(len(model.pieces) - 1)
    order = sorted(kept)
    rows = {
        "ids": order,
        "pieces": [model.pieces[i] for i in order],
        "scores": [round(float(model.scores[i]), 4) for i in order],
        "normal": model.normal,
    }
    Path(out).write_text(json.dumps(rows, ensure_ascii=False))
    print("pieces kept", len(order))


if __name__ == "__main__":
    main()
