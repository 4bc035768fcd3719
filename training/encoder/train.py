"""Trains the relation encoder and writes its parameters.

usage: train.py E5.bin PIECES PARAMETERS.pkl [--fixed N] [--start PARAMETERS.pkl] [--epochs N] [--plv FILE]

PIECES is what vocabulary.py wrote, or a shipped file, whose pieces are taken. The pairs are those of training/relations; one written pair in twelve is kept for development. PLV is for
development scores only.
"""

import argparse
import os
import pickle
import time

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=true")
import jax

# Random bits without the slow default; a compiled step is kept for the next run.
jax.config.update("jax_default_prng_impl", "unsafe_rbg")
jax.config.update("jax_compilation_cache_dir", os.environ.get("JAX_CACHE", "/tmp/jax-cache"))
import jax.numpy as jnp
import numpy as np

import data
import e5
import network
import pieces
import score

LONGEST = 192
LENGTHS = (16, 24, 32, 40, 48, 64, 80, 112, LONGEST)
TOKENS = 960
# How many pieces are made unknown while words are trained too.
BLANK = 0.05


def encode(tokeniser, sentences):
    """Ids and places of each sentence."""
    return [tokeniser.marked(sentence, LONGEST - 1) for sentence in sentences]


def batches(encoded, tokens, random=None):
    """Indices of sentences of about one length, so many tokens together; in random order where there is chance."""
    noise = random.uniform(0, 4, len(encoded)) if random else np.zeros(len(encoded))
    order = sorted(range(len(encoded)), key=lambda i: len(encoded[i][0]) + noise[i])
    groups, at = [], 0
    while at < len(order):
        # Of the next few, the longest says how many fit.
        ahead = max(len(encoded[i][0]) for i in order[at : at + 8])
        bucket = next(length for length in LENGTHS if length >= ahead)
        groups.append([i for i in order[at : at + max(1, tokens // bucket)] if len(encoded[i][0]) <= bucket])
        at += len(groups[-1])
    return [groups[i] for i in random.permutation(len(groups))] if random else groups


def batch(encoded, group, tokens, states=None, blank=None):
    """Arrays of one group, padded to a fixed shape. `blank` is chance: it makes some pieces unknown."""
    length = next(it for it in LENGTHS if it >= max(len(encoded[i][0]) for i in group))
    count = max(1, tokens // length, len(group))
    names = ("mask", "source", "target")
    out = {"ids": np.zeros((count, length), "i4"), **{name: np.zeros((count, length), "f4") for name in names}}
    if states is not None:
        out["states"] = np.zeros((count, length, network.WIDTH), "f4")
    for row, i in enumerate(group):
        ids, places = encoded[i]
        if blank:
            ids = np.array(ids)
            ids = np.where((blank.random(len(ids)) < BLANK) & (ids > pieces.UNKNOWN) & (ids < 50_000), pieces.UNKNOWN, ids)
        out["ids"][row, : len(ids)] = ids
        out["mask"][row, : len(ids)] = 1
        for name, place in zip(names[1:], places):
            if place:
                out[name][row, place[0] : place[1]] = 1
        if states is not None:
            out["states"][row, : len(ids)] = states[i]
    out["mask"][len(group) :, 0] = 1
    return out


def loss(trained, one, targets, key, rate):
    """Cross entropy of act, standing and label, with some smoothing."""
    scores = network.late(trained, one, key, rate)
    total, at = 0.0, 0
    for part, size in enumerate(network.OUTPUTS):
        logs = jax.nn.log_softmax(scores[:, at : at + size])
        at += size
        hit = jnp.take_along_axis(logs, targets[:, part : part + 1], -1)[:, 0]
        cross = -0.95 * hit - 0.05 * logs.mean(-1)
        weight = targets[:, 3] * (1.0 if part != 1 else 0.5 * (targets[:, 0] != data.NONE))
        total += (cross * weight).sum() / jnp.maximum(targets[:, 3].sum(), 1)
    return total


def rates(path):
    """How fast a parameter learns: the head eight times as fast as the layers, norms and biases without decay."""
    names = [getattr(part, "key", None) for part in path]
    fast = 8.0 if "head" in names or "markers" in names else 1.0
    decay = 0.0 if any("bias" in str(name) or "ln" in str(name) for name in names) else 0.01
    return fast, decay


def trainer(trained, steps, peak, rate):
    """A compiled step of AdamW with warm-up and cosine."""
    paths, tree = jax.tree_util.tree_flatten_with_path(trained)
    settings = [rates(path) for path, _ in paths]

    def step(state, one, targets, number, key):
        trained, first, second = state
        value, grads = jax.value_and_grad(loss)(trained, one, targets, key, rate)
        grads = jax.tree_util.tree_leaves(grads)
        length = jnp.sqrt(sum((g * g).sum() for g in grads))
        clip = jnp.minimum(1.0, 1.0 / length)
        warm = jnp.minimum(number / (0.06 * steps), 0.5 * (1 + jnp.cos(jnp.pi * number / steps)))
        new = [[], [], []]
        leaves = [jax.tree_util.tree_leaves(part) for part in state]
        for (fast, decay), g, p, m, v in zip(settings, grads, *leaves):
            g = g * clip
            m, v = 0.9 * m + 0.1 * g, 0.98 * v + 0.02 * g * g
            move = (m / (1 - 0.9 ** number)) / (jnp.sqrt(v / (1 - 0.98 ** number)) + 1e-6)
            p = p - peak * warm * fast * (move + decay * p)
            for part, it in zip(new, (p, m, v)):
                part.append(it)
        return tuple(jax.tree_util.tree_unflatten(tree, part) for part in new), value

    return jax.jit(step, donate_argnums=0)


def kept_states(frozen, early, encoded):
    """What the first layers make of each sentence, where they stay as they are."""
    if not early:
        return None
    run = jax.jit(network.early)
    states = [None] * len(encoded)
    for group in batches(encoded, TOKENS):
        found = np.asarray(run(frozen, early, batch(encoded, group, TOKENS)))
        for row, i in enumerate(group):
            states[i] = found[row, : len(encoded[i][0])]
    return states


def given(frozen, one):
    """A batch with all that the network needs."""
    if "states" in one:
        del one["ids"]
        return one
    return {**one, "frozen": frozen}


def predict(frozen, trained, encoded, states):
    """Scores of all sentences, in order."""
    out = np.zeros((len(encoded), sum(network.OUTPUTS)), "f4")
    for group in batches(encoded, TOKENS):
        one = given(frozen, batch(encoded, group, TOKENS, states))
        out[group] = np.asarray(LATE(trained, one))[: len(group)]
    return out


LATE = jax.jit(lambda trained, one: network.late(trained, one))


def arguments():
    options = argparse.ArgumentParser()
    for name in ("e5", "pieces", "out"):
        options.add_argument(name)
    options.add_argument("--layers", type=int, default=6)
    options.add_argument("--fixed", type=int, default=0, help="of these, the first that are left as they are")
    options.add_argument("--inner", type=int, help="of the inner units of each layer that it starts from, so many")
    options.add_argument("--first", type=int, nargs=2, help="only so many parts of English and French")
    options.add_argument("--start", help="parameters to begin with")
    options.add_argument("--epochs", type=float, default=8)
    options.add_argument("--stop", type=int, help="after so many steps of those planned")
    options.add_argument("--rate", type=float, default=2e-4)
    options.add_argument("--dropout", type=float, default=0.1)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--plv")
    return options.parse_args()


def thinned(frozen, whole, encoded, inner):
    """Parameters with fewer inner units: what some hundred sentences need most."""
    group = [i for i in np.random.default_rng(0).permutation(len(encoded))[:400] if len(encoded[i][0]) <= 48]
    one = batch(encoded, group, 48 * len(group))
    none = {**whole, "layers": jax.tree.map(lambda it: it[:0], whole["layers"])}
    x = network.early(frozen, none, one)
    return {**whole, "layers": network.thin(x, one["mask"], whole["layers"], inner)}


def begin(options, kept, encoded):
    """Frozen parameters, those of the fixed layers, those that are trained."""
    model = e5.read(options.e5)
    frozen, whole = network.start(model, kept["ids"], options.layers, LONGEST, options.seed)
    if options.start:
        with open(options.start, "rb") as file:
            whole = pickle.load(file)["trained"]
    if options.inner:
        whole = thinned(frozen, whole, encoded, options.inner)
    return jax.tree.map(jnp.asarray, frozen), *jax.tree.map(jnp.asarray, network.cut(whole, options.fixed))


def save(path, frozen, early, late, kept):
    """Writes everything that export.py needs."""
    plain = jax.tree.map(np.asarray, (frozen, early, late))
    with open(path, "wb") as file:
        pickle.dump(dict(frozen=plain[0], trained=network.join(*plain[1:]), kept=kept), file)


def main():
    options = arguments()
    tokeniser, kept = pieces.load(options.pieces, e5.read(options.e5))
    pairs = data.training(options.first)
    train, held = [p for p in pairs if not p.held], [p for p in pairs if p.held]
    encoded = encode(tokeniser, [p.sentence for p in train])
    targets = np.array([[p.act, p.standing, p.label, 1] for p in train], "i4")
    print(len(train), "pairs,", len(held), "held,", sum(len(ids) for ids, _ in encoded), "pieces", flush=True)
    frozen, early, late = begin(options, kept, encoded)
    states = kept_states(frozen, early, encoded)
    sets = score.development(held, options.plv, lambda sentences: encode(tokeniser, sentences))
    sets = {name: (it, kept_states(frozen, early, it), report) for name, (it, report) in sets.items()}
    zeros = lambda: jax.tree.map(jnp.zeros_like, late)
    state = (late, zeros(), zeros())
    random = np.random.default_rng(options.seed)
    plan = [group for _ in range(int(np.ceil(options.epochs))) for group in batches(encoded, TOKENS, random)]
    per = len(plan) // int(np.ceil(options.epochs))
    plan = plan[: int(per * options.epochs)]
    step = trainer(late, len(plan), options.rate, options.dropout)
    start, losses = time.time(), []
    for number, group in enumerate(plan[: options.stop], 1):
        one = given(frozen, batch(encoded, group, TOKENS, states, None if early else random))
        want = np.zeros((len(one["mask"]), 4), "i4")
        want[: len(group)] = targets[group]
        state, value = step(state, one, want, jnp.float32(number), jax.random.key(number))
        losses.append(float(value))
        if number % 50 == 0 or number == 10:
            print(f"{number}/{len(plan)} loss {np.mean(losses[-50:]):.3f} {time.time() - start:.0f} s", flush=True)
        if number % (2 * per) == 0 or number == len(plan[: options.stop]):
            save(options.out, frozen, early, state[0], kept)
            for name, (it, inner, report) in sets.items():
                print(" ", name, report(predict(frozen, state[0], it, inner)), flush=True)


if __name__ == "__main__":
    main()
