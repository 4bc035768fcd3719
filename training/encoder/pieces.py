"""Splits text into pieces as the tokeniser of XLM-R does, over all of its pieces or the part that is kept.

`crates/encoder/src/pieces.rs` is the same in Rust; its tests compare the two (export.py --examples).
"""

import json
import re
import struct
from pathlib import Path

import numpy as np

SPACE = "▁"
FIRST, UNKNOWN = 0, 3
MARKERS = ("<s>", "</s>", "<t>", "</t>")
# How many pieces are looked at before and behind source and target, where both are known.
BEFORE, BEHIND = 7, 11


class Pieces:
    """Pieces with their scores (log probabilities) and the map of characters."""

    def __init__(self, pieces, scores, normal):
        self.index = {piece: i for i, piece in enumerate(pieces) if i > UNKNOWN and piece}
        self.scores = [float(np.float32(score)) for score in scores]
        self.normal = normal
        self.longest = max(map(len, self.index))
        self.unknown = min(self.scores) - 10.0

    def plain(self, stretch):
        """A stretch in plain characters, white space as single signs."""
        text = "".join(self.normal.get(c, c) for c in stretch)
        while "  " in text:
            text = text.replace("  ", " ")
        return text.replace(" ", SPACE)

    def split(self, text):
        """Ids of the pieces of plain text: the likeliest split."""
        length = len(text)
        best = [float("-inf")] * (length + 1)
        back = [(0, UNKNOWN)] * (length + 1)
        best[0] = 0.0
        for start in range(length):
            here = best[start]
            for end in range(start + 1, min(length, start + self.longest) + 1):
                piece = self.index.get(text[start:end])
                if piece is not None and here + self.scores[piece] > best[end]:
                    best[end], back[end] = here + self.scores[piece], (start, piece)
            if here + self.unknown > best[start + 1]:
                best[start + 1], back[start + 1] = here + self.unknown, (start, UNKNOWN)
        ids, at = [], length
        while at:
            at, piece = back[at]
            ids.append(piece)
        return ids[::-1]

    def marked(self, sentence, longest):
        """Ids of a sentence with markers, and the places [begin, end) of source and target among them.

        The ids of markers follow those of the pieces. A place that has no marker is None. Far from both places the
        sentence is cut; beyond `longest` pieces too, at its end, or, where that would lose a place, at its beginning.
        """
        count, ids, places, start = len(self.scores), [], [None, None], [0, 0]
        begins = True
        for at, part in enumerate(re.split(r"(</?[st]>)", sentence)):
            if at % 2 == 0:
                plain = self.plain(part)
                words = plain.rstrip(SPACE)
                ids += self.split(SPACE + words if begins and words and words[0] != SPACE else words)
                if plain:
                    begins = begins and not words or plain[-1] == SPACE
                continue
            which = MARKERS.index(part)
            if which % 2:
                places[which // 2] = (start[which // 2], len(ids))
            ids.append(count + which)
            if which % 2 == 0:
                start[which // 2] = len(ids)
        return cut(ids, places, longest)


def cut(ids, places, longest):
    """Keeps what lies around both places; of a sentence of one place, or none, at most `longest` ids that hold it."""
    known = [place for place in places if place]
    earliest = min((place[0] - 1 for place in known), default=0)
    last = max((place[1] + 1 for place in known), default=0)
    low, high = (earliest - BEFORE, last + BEHIND) if len(known) == 2 else (0, len(ids))
    first = max(0, low, min(last - longest, earliest))
    ids = ids[first : max(first, min(high, first + longest))]
    moved = [place and (place[0] - first, min(place[1] - first, len(ids))) for place in places]
    return [FIRST] + ids, [place and (place[0] + 1, place[1] + 1) for place in moved]


def sections(path):
    """The sections of a file that the program carries."""
    data = Path(path).read_bytes()
    at, parts = 12, []
    while at < len(data):
        (length,) = struct.unpack_from("<I", data, at)
        parts.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    return {name.decode(): content for name, content in zip(parts[::2], parts[1::2])}


def load(path, model):
    """The pieces that are kept: as vocabulary.py wrote them, or as a shipped file has them."""
    if str(path).endswith(".bin"):
        parts = sections(path)
        ends = [0, *np.frombuffer(parts["pieces.ends"], "<u4")]
        index = {piece: i for i, piece in enumerate(model.pieces)}
        ids = sorted(index[parts["pieces.text"][a:b].decode()] for a, b in zip(ends[:-1], ends[1:]))
        ids = list(range(UNKNOWN + 1)) + ids
        scores = [round(float(model.scores[i]), 4) for i in ids]
        kept = dict(ids=ids, pieces=[model.pieces[i] for i in ids], scores=scores, normal=model.normal)
    else:
        kept = json.loads(Path(path).read_text())
    return Pieces(kept["pieces"], kept["scores"], kept["normal"]), kept
