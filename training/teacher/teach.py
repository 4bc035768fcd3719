"""Teaches multilingual-e5-small to parse, and lets it parse sentences of ours. For a machine with a GPU.

usage: teach.py NUMBERS OUT SECONDS TEACHERS

NUMBERS is what encode.py wrote. TEACHERS models, each trained for an equal part of SECONDS on all treebanks together,
read the sentences; OUT, one sentence a line in JSON, has the tree that their mean holds likeliest.
"""

import json
import pickle
import sys
import time

import jax
import jax.numpy as jnp
import numpy as np

import graph

jax.config.update("jax_default_prng_impl", "unsafe_rbg")
WIDTH, HEADS, LAYERS = 384, 12, 12
# Inner widths of arcs and relations.
ARC, RELATION = 400, 128
# Sentences are padded to one of these lengths, so many pieces together are a step.
LENGTHS, PIECES = (28, 48, 80, 168), 3000
DROPOUT, HEAD_DROPOUT, WARM = 0.1, 0.3, 300
# Peak step sizes of encoder and heads.
RATES = (1.5e-4, 1.5e-3)
LABELS = ("upos", "features", "relation")
# What a label counts beside arcs and relations.
SHARE = 0.3


def whole(packed):
    """A matrix out of its 4-bit blocks, [rows, columns]."""
    scale, pairs = packed
    nibbles = np.stack([pairs & 15, pairs >> 4], -1).reshape(*pairs.shape[:-1], -1).astype("f4") - 8
    return (nibbles * scale.astype("f4")[..., None]).reshape(len(scale), -1)


def start(numbers, seed):
    """Parameters to begin with."""
    random = np.random.default_rng(seed)
    normal = lambda *shape: (random.normal(0, 1, shape) / np.sqrt(shape[0])).astype("f4")
    small = lambda *shape: random.normal(0, 0.02, shape).astype("f4")
    stack = lambda name, make: np.stack([make(numbers["layers"][f"{i}.{name}"]) for i in range(LAYERS)])
    layers = {name: stack(name, lambda it: whole(it).T) for name in ("q", "k", "v", "ao", "fi", "fo")}
    layers |= {f"{name}_bias": stack(f"{name}_bias", np.array) for name in layers}
    layers |= {name: stack(name, np.array) for name in ("aln", "aln_bias", "oln", "oln_bias")}
    encoder = {"words": whole(numbers["words"]), "places": numbers["places"].astype("f4"), "layers": layers}
    encoder |= {"norm": numbers["norm"], "norm_bias": numbers["norm_bias"]}
    sizes = {"upos": len(numbers["labels"]["upos"]), "features": len(numbers["labels"]["features"])}
    sizes |= {"arc_of": ARC, "arc_to": ARC, "relation_of": RELATION, "relation_to": RELATION}
    heads = {name: normal(WIDTH, size) for name, size in sizes.items()}
    heads |= {f"{name}_bias": np.zeros(size, "f4") for name, size in sizes.items()}
    heads |= {"bank": small(len(numbers["banks"]), WIDTH), "mix": np.zeros(LAYERS + 1, "f4"), "root": small(WIDTH)}
    heads |= {"arc": 0.1 * np.eye(ARC, dtype="f4"), "arc_bias": np.zeros(ARC, "f4")}
    heads["relation"] = 2.5 * small(len(numbers["labels"]["relation"]), RELATION + 1, RELATION + 1)
    return {"encoder": encoder, "heads": heads}


def norm(x, weight, bias):
    wide = x.astype(jnp.float32)
    wide -= wide.mean(-1, keepdims=True)
    scale = jax.lax.rsqrt((wide * wide).mean(-1, keepdims=True) + 1e-12)
    return (wide * scale * weight + bias).astype(x.dtype)


def drop(x, key, rate):
    return jnp.where(jax.random.bernoulli(key, 1 - rate, x.shape), x / (1 - rate), 0).astype(x.dtype) if rate else x


def layer(x, p, bias, keys, rate):
    """One layer; p is its parameters by name."""
    count, length, _ = x.shape
    split = lambda name: (x @ p[name] + p[f"{name}_bias"]).reshape(count, length, HEADS, -1).transpose(0, 2, 1, 3)
    query, key, value = split("q"), split("k"), split("v")
    scores = (query @ key.transpose(0, 1, 3, 2)).astype(jnp.float32) * (WIDTH // HEADS) ** -0.5
    mixed = (jax.nn.softmax(scores + bias).astype(x.dtype) @ value).transpose(0, 2, 1, 3).reshape(x.shape)
    x = norm(x + drop(mixed @ p["ao"] + p["ao_bias"], keys[0], rate), p["aln"], p["aln_bias"])
    inner = jax.nn.gelu(x @ p["fi"] + p["fi_bias"], approximate=True)
    return norm(x + drop(inner @ p["fo"] + p["fo_bias"], keys[1], rate), p["oln"], p["oln_bias"])


def encode(p, batch, key, rate):
    """A vector a word: the mean of its pieces, in a mixture of all layers."""
    encoder, heads = p["encoder"], p["heads"]
    keys = jax.random.split(key, 2 * LAYERS + 1)
    x = encoder["words"][batch["ids"]] + encoder["places"][: batch["ids"].shape[1]] + heads["bank"][batch["bank"]][:, None]
    x = drop(norm(x, encoder["norm"], encoder["norm_bias"]).astype(jnp.bfloat16), keys[-1], rate)
    bias = jnp.where(batch["mask"] > 0, 0.0, -1e9)[:, None, None, :]

    def one(x, it):
        part = {name: value if "ln" in name else value.astype(x.dtype) for name, value in it[0].items()}
        x = layer(x, part, bias, it[1:], rate)
        return x, x

    _, states = jax.lax.scan(one, x, (encoder["layers"], keys[: 2 * LAYERS : 2], keys[1 : 2 * LAYERS : 2]))
    mix = jax.nn.softmax(heads["mix"])
    x = x.astype(jnp.float32) * mix[0] + jnp.einsum("lbtw,l->btw", states.astype(jnp.float32), mix[1:])
    numbered = jnp.arange(1, batch["there"].shape[1] + 1)[None, :, None]
    belongs = (batch["word"][:, None, :] == numbered).astype(jnp.float32)
    return belongs / jnp.maximum(belongs.sum(-1, keepdims=True), 1) @ x


def outputs(p, batch, key, rate):
    """Scores of tags, features and arcs (heads from 0, the root), and what relations are read from."""
    heads, more = p["heads"], HEAD_DROPOUT if rate else 0.0
    keys = jax.random.split(jax.random.fold_in(key, 7), 5)
    x = drop(encode(p, batch, key, rate), keys[0], more)
    above = jnp.concatenate([jnp.broadcast_to(heads["root"], (x.shape[0], 1, WIDTH)), x], 1)
    line = lambda x, name: x @ heads[name] + heads[f"{name}_bias"]
    hidden = lambda x, name, key: drop(jax.nn.leaky_relu(line(x, name), 0.1), key, more)
    arcs = line(hidden(x, "arc_of", keys[1]), "arc") @ hidden(above, "arc_to", keys[2]).transpose(0, 2, 1)
    there = jnp.concatenate([jnp.ones_like(batch["there"][:, :1]), batch["there"]], 1)
    itself = jnp.pad(jnp.eye(x.shape[1]), ((0, 0), (1, 0)))
    return {
        "upos": line(x, "upos"),
        "features": line(x, "features"),
        "arcs": jnp.where((there[:, None, :] > 0) & (itself[None] == 0), arcs, -1e9),
        "of": hidden(x, "relation_of", keys[3]),
        "to": hidden(above, "relation_to", keys[4]),
    }


def relations(p, found, head):
    """Scores of the relation to a given head."""
    one = lambda x: jnp.concatenate([x, jnp.ones_like(x[..., :1])], -1)
    to = jnp.take_along_axis(one(found["to"]), head[..., None], 1)
    return jnp.einsum("bni,rij,bnj->bnr", one(found["of"]), p["heads"]["relation"], to)


def loss(p, batch, key):
    found, there = outputs(p, batch, key, DROPOUT), batch["there"]

    def entropy(scores, right):
        likely = jnp.take_along_axis(jax.nn.log_softmax(scores.astype(jnp.float32)), right[..., None], -1)[..., 0]
        return -(likely * there).sum() / jnp.maximum(there.sum(), 1)

    tree = entropy(found["arcs"], batch["head"]) + entropy(relations(p, found, batch["head"]), batch["relation"])
    return tree + SHARE * (entropy(found["upos"], batch["upos"]) + entropy(found["features"], batch["features"]))


@jax.jit
def step(p, first, second, count, batch, key, rates):
    """One step of Adam, gradients clipped to a length of 5."""
    value, slope = jax.value_and_grad(loss)(p, batch, key)
    length = jnp.sqrt(sum((it * it).sum() for it in jax.tree.leaves(slope)))
    slope = jax.tree.map(lambda it: it * jnp.minimum(1, 5 / (length + 1e-6)), slope)
    first = jax.tree.map(lambda old, new: 0.9 * old + 0.1 * new, first, slope)
    second = jax.tree.map(lambda old, new: 0.98 * old + 0.02 * new * new, second, slope)

    def moved(part, rate):
        move = lambda x, a, b: x - rate * (a / (1 - 0.9**count)) / (jnp.sqrt(b / (1 - 0.98**count)) + 1e-8)
        return jax.tree.map(move, p[part], first[part], second[part])

    return {"encoder": moved("encoder", rates[0]), "heads": moved("heads", rates[1])}, first, second, value


def groups(sentences, random=None):
    """(length, indices) of sentences of about one length, in random order where there is chance."""
    sizes = [sum(map(len, it["pieces"])) + 2 for it in sentences]
    noise = random.uniform(0, 6, len(sentences)) if random else np.zeros(len(sentences))
    padded = {i: next(length for length in LENGTHS if length >= size) for i, size in enumerate(sizes) if size <= LENGTHS[-1]}
    order, out = sorted(padded, key=lambda i: (padded[i], sizes[i] + noise[i])), []
    for i in order:
        if not out or out[-1][0] != padded[i] or len(out[-1][1]) == PIECES // padded[i]:
            out.append((padded[i], []))
        out[-1][1].append(i)
    return [out[i] for i in random.permutation(len(out))] if random else out


def batch(numbers, sentences, length, chosen, bank=None):
    """Arrays of a group; bank says by which treebank's habits, where not by the sentences' own."""
    count = PIECES // length
    ints = {name: np.zeros((count, length), "i4") for name in ("ids", "word", "head", *LABELS)}
    floats = {name: np.zeros((count, length), "f4") for name in ("mask", "there")}
    out = {**ints, **floats, "bank": np.zeros(count, "i4")}
    out["ids"][:] = numbers["first"]
    out["mask"][:, 0] = 1
    for row, index in enumerate(chosen):
        sentence, at = sentences[index], 1
        for word, pieces in enumerate(sentence["pieces"]):
            out["ids"][row, at : at + len(pieces)] = pieces
            out["word"][row, at : at + len(pieces)] = word + 1
            at += len(pieces)
        out["ids"][row, at] = numbers["last"]
        out["mask"][row, : at + 1] = 1
        words = len(sentence["pieces"])
        out["there"][row, :words] = 1
        out["bank"][row] = sentence["bank"] if bank is None else bank(sentence)
        for name in ("head", *LABELS):
            if name in sentence:
                out[name][row, :words] = sentence[name]
    return out


@jax.jit
def likely(p, batch):
    found = outputs(p, batch, jax.random.PRNGKey(0), 0.0)
    return {name: jax.nn.log_softmax(found[name]) for name in ("arcs", "upos", "features")}


@jax.jit
def likely_relations(p, batch):
    return jax.nn.log_softmax(relations(p, outputs(p, batch, jax.random.PRNGKey(0), 0.0), batch["head"]))


def parse(numbers, teachers, sentences, banks=(None,)):
    """Heads, relations, tags, features and probabilities of arcs, a tuple of lists a sentence; None where it is too long."""
    out, labels = [None] * len(sentences), numbers["labels"]
    root = labels["relation"].index("root")
    of = {name: np.array([0 if it[0] == name else -1e9 for it in labels["features"]]) for name in ("french", "english")}
    for length, chosen in groups(sentences):
        asked = [(p, batch(numbers, sentences, length, chosen, bank)) for p in teachers for bank in banks]
        answers = [likely(*it) for it in asked]
        mean = {name: sum(np.asarray(it[name], "f4") for it in answers) / len(answers) for name in answers[0]}
        heads = np.zeros((PIECES // length, length), "i4")
        counts = [len(sentences[i]["pieces"]) for i in chosen]
        for row, count in enumerate(counts):
            heads[row, :count] = graph.tree(mean["arcs"][row, :count, : count + 1])
        names = sum(np.asarray(likely_relations(p, {**it, "head": heads}), "f4") for p, it in asked)
        for row, (index, count) in enumerate(zip(chosen, counts)):
            head, name = heads[row, :count], names[row, :count].copy()
            name[:, root] = np.where(head == 0, 1e9, -1e9)
            language = of[numbers["banks"][sentences[index]["bank"]][1]]
            sure = np.exp(mean["arcs"][row, np.arange(count), head])
            features = (mean["features"][row, :count] + language).argmax(-1)
            found = (head, name.argmax(-1), mean["upos"][row, :count].argmax(-1), features)
            out[index] = (*(it.tolist() for it in found), sure.round(3).tolist())
    return out


def report(numbers, teachers, title):
    """Prints scores on the development parts: tags, heads, heads with relations without subtypes."""
    sentences = numbers["development"]
    base = [it.split(":")[0] for it in numbers["labels"]["relation"]]
    parsed = parse(numbers, teachers, sentences)
    for bank, (name, _) in enumerate(numbers["banks"]):
        pairs = [(it, found) for it, found in zip(sentences, parsed) if found and it["bank"] == bank]
        words = [
            (found[2][i] == it["upos"][i], found[0][i] == it["head"][i], base[found[1][i]] == base[it["relation"][i]])
            for it, found in pairs for i in range(len(it["head"]))
        ]
        if words:
            tags, heads, both = (100 * np.mean(it) for it in zip(*((a, b, b and c) for a, b, c in words)))
            print(f"{title} {name}: upos {tags:.1f} uas {heads:.1f} las {both:.1f} words {len(words)}", flush=True)


def train(numbers, seed, seconds):
    """One teacher; the step size falls to zero over the time that it has."""
    random, key = np.random.default_rng(100 + seed), jax.random.PRNGKey(seed)
    p = jax.device_put(start(numbers, seed))
    first, second = jax.tree.map(jnp.zeros_like, p), jax.tree.map(jnp.zeros_like, p)
    for length in LENGTHS:  # compiled before the clock runs
        step(p, first, second, 1.0, batch(numbers, numbers["train"], length, []), key, (0.0, 0.0))
    begin, count = time.time(), 0
    while True:
        for length, chosen in groups(numbers["train"], random):
            gone = (time.time() - begin) / seconds
            if gone >= 1:
                return p
            count += 1
            scale = min(1, count / WARM) * (1 - gone)
            rates = tuple(rate * scale for rate in RATES)
            given = batch(numbers, numbers["train"], length, chosen)
            p, first, second, value = step(p, first, second, float(count), given, jax.random.fold_in(key, count), rates)
            if count % 16 == 0:
                value.block_until_ready()


def main(path, out, seconds, teachers):
    with open(path, "rb") as file:
        numbers = pickle.load(file)
    models = []
    for seed in range(int(teachers)):
        models.append(train(numbers, seed, float(seconds) / int(teachers)))
        report(numbers, models[-1:], f"teacher {seed + 1}")
    report(numbers, models, "all")
    bank = {name: at for at, (name, _) in enumerate(numbers["banks"])}
    # English by the habits of both of its treebanks, French by those of Sequoia.
    habits = (lambda it: it["bank"], lambda it: bank["gum"] if it["language"] == "english" else it["bank"])
    labels = numbers["labels"]
    with open(out, "w") as file:
        for sentence, found in zip(numbers["own"], parse(numbers, models, numbers["own"], habits)):
            if found:
                head, relation, upos, features, sure = found
                row = {"name": sentence["name"], "language": sentence["language"], "head": head, "sure": sure}
                row["relation"] = [labels["relation"][it] for it in relation]
                row["upos"] = [labels["upos"][it] for it in upos]
                row["features"] = [labels["features"][it][1] for it in features]
                file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
