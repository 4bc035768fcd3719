"""The likeliest tree over scores of arcs (Chu and Liu 1965, Edmonds 1967), with one root."""

import numpy as np


def tree(scores):
    """Heads of the words, 0 for the root. `scores[word, head]`, the first column for the root."""
    count = len(scores)
    square = np.full((count + 1, count + 1), -1e9)
    square[1:] = scores
    heads = spanning(square)
    if (heads[1:] == 0).sum() == 1:
        return heads[1:]
    best, found = -np.inf, heads
    for root in np.flatnonzero(heads[1:] == 0) + 1:
        alone = square.copy()
        alone[1:, 0], alone[root] = -1e6, -1e9
        alone[root, 0] = 0
        heads = spanning(alone)
        value = alone[np.arange(1, count + 1), heads[1:]].sum() + square[root, 0]
        if value > best:
            best, found = value, heads
    return found[1:]


def circle(heads):
    """A circle among the heads, or none."""
    seen = [0] * len(heads)
    for start in range(1, len(heads)):
        path, at = [], start
        while at and not seen[at]:
            seen[at] = start
            path.append(at)
            at = heads[at]
        if at and at in path:
            return path[path.index(at) :]
    return []


def spanning(scores):
    """Heads of the best spanning tree from node 0; the first is 0 itself."""
    count = len(scores)
    scores = scores.copy()
    np.fill_diagonal(scores, -np.inf)
    heads = scores.argmax(1)
    heads[0] = 0
    inside = circle(heads)
    if not inside:
        return heads
    # The circle becomes one node; the best tree over it says where to break it.
    rest = [node for node in range(count) if node not in inside]
    small = np.full((len(rest) + 1, len(rest) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(rest, rest)]
    leave = [max(inside, key=lambda node: scores[one, node]) for one in rest]
    enter = [max(inside, key=lambda node: scores[node, one] - scores[node, heads[node]]) for one in rest]
    for at, one in enumerate(rest):
        small[at, -1] = scores[one, leave[at]]
        small[-1, at] = scores[enter[at], one] - scores[enter[at], heads[enter[at]]]
    above, out = spanning(small), heads.copy()
    for at, one in enumerate(rest):
        if one:
            out[one] = leave[at] if above[at] == len(rest) else rest[above[at]]
    out[enter[above[-1]]] = rest[above[-1]]
    return out
