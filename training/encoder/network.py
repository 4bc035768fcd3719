"""The encoder in JAX: the first layers of multilingual-e5-small, and a head over places of the sentence.

`crates/encoder/` computes the same in whole numbers.
"""

import jax
import jax.numpy as jnp
import numpy as np

import data
import e5

WIDTH, HEADS, EPSILON = 384, 12, 1e-12
HIDDEN = 384
# What the head says: the act, its standing, the codebook's label.
OUTPUTS = (len(data.ACTS), len(data.STANDINGS), len(data.ACTS))


def start(model, kept, layers, longest, seed):
    """Parameters to begin with: (frozen, trained)."""
    scale, nibbles = model.blocks("emb.word", 250037)
    words = (nibbles[kept] * scale[kept][..., None]).reshape(len(kept), WIDTH).astype("f4")
    places = model.floats("emb.pos").reshape(-1, WIDTH)[:longest] + model.floats("emb.type")[:WIDTH]
    random = np.random.default_rng(seed)
    like = [words[random.integers(4, len(kept), 64)].mean(0) for _ in data.STANDINGS]
    markers = np.stack(like) + random.normal(0, words.std(), (4, WIDTH))
    normal = lambda *shape: random.normal(0, 0.02, shape).astype("f4")
    trained = {
        "markers": markers.astype("f4"),
        "ln": model.floats("emb.ln.w").copy(), "ln_bias": model.floats("emb.ln.b").copy(),
        "layers": stack([e5.layer(model, index) for index in range(layers)]),
        "head": {"hidden": normal(4 * WIDTH, HIDDEN), "hidden_bias": np.zeros(HIDDEN, "f4"),
                 "out": normal(HIDDEN, sum(OUTPUTS)), "out_bias": np.zeros(sum(OUTPUTS), "f4")},
    }
    return {"words": words, "places": places.astype("f4")}, trained


def stack(parts):
    """Layers one behind the other, by parameter."""
    return {name: np.stack([part[name] for part in parts]) for name in parts[0]}


def norm(x, weight, bias):
    mean = x.mean(-1, keepdims=True)
    x = x - mean
    return x * jax.lax.rsqrt((x * x).mean(-1, keepdims=True) + EPSILON) * weight + bias


def drop(x, key, rate):
    if not rate:
        return x
    return jnp.where(jax.random.bernoulli(key, 1 - rate, x.shape), x / (1 - rate), 0)


def attend(x, p, bias, key, rate):
    """The first half of a layer. `bias` is 0 where a token may be looked at and very low elsewhere: [batch, 1, 1, length]."""
    batch, length, _ = x.shape
    split = lambda name: (x @ p[name] + p[name + "_bias"]).reshape(batch, length, HEADS, -1).transpose(0, 2, 1, 3)
    query, key_, value = split("q"), split("k"), split("v")
    weights = jax.nn.softmax(query @ key_.transpose(0, 1, 3, 2) * (WIDTH // HEADS) ** -0.5 + bias)
    mixed = (weights @ value).transpose(0, 2, 1, 3).reshape(batch, length, WIDTH)
    return norm(x + drop(mixed @ p["ao"] + p["ao_bias"], key, rate), p["aln"], p["aln_bias"])


def units(x, p):
    """The inner units of a layer."""
    return jax.nn.gelu(x @ p["fi"] + p["fi_bias"], approximate=True)


def block(x, p, bias, keys, rate):
    """One layer."""
    x = attend(x, p, bias, keys[0], rate)
    return norm(x + drop(units(x, p) @ p["fo"] + p["fo_bias"], keys[1], rate), p["oln"], p["oln_bias"])


def mean(x, mask):
    return (x * mask[..., None]).sum(1) / jnp.maximum(mask.sum(1), 1)[:, None]


def begin(frozen, markers, ids):
    """Words, markers and places, before their normalisation."""
    which = ids - len(frozen["words"])
    words = frozen["words"][jnp.minimum(ids, len(frozen["words"]) - 1)]
    words = jnp.where((which >= 0)[..., None], markers[jnp.maximum(which, 0)], words)
    return words + frozen["places"][: ids.shape[1]]


def layers(x, mask, parts, keys=None, rate=0.0):
    """Some layers one after the other, in a loop that is compiled once."""
    bias = jnp.where(mask > 0, 0.0, -1e9)[:, None, None, :]
    turn = lambda x, it: (block(x, it[0], bias, it[1], rate), None)
    count = len(parts["q"])
    keys = jnp.zeros((count, 2)) if keys is None else jax.random.split(keys, 2 * count).reshape(count, 2)
    return jax.lax.scan(turn, x, (parts, keys))[0]


def early(frozen, trained, batch):
    """What the first layers make of a batch: where they stay as they are, this is done once for all passes."""
    x = norm(begin(frozen, trained["markers"], batch["ids"]), trained["ln"], trained["ln_bias"])
    return layers(x, batch["mask"], trained["layers"]) if len(trained["layers"]["q"]) else x


def late(trained, batch, key=None, rate=0.0):
    """Scores of acts, standings and labels, side by side: out of what the first layers made, or else out of ids."""
    key, *keys = jax.random.split(key, 5) if key is not None else [None] * 5
    mask = batch["mask"]
    if "states" in batch:
        x = batch["states"]
    else:
        none = {**trained, "layers": jax.tree.map(lambda it: it[:0], trained["layers"])}
        x = early(batch["frozen"], none, batch)
    if rate:
        x = drop(x, keys[0], rate)
    # The whole sentence as the last layer but one has it: so that the last one need only be computed at the places.
    before = layers(x, mask, jax.tree.map(lambda it: it[:-1], trained["layers"]), keys[1], rate)
    x = layers(before, mask, jax.tree.map(lambda it: it[-1:], trained["layers"]), keys[2], rate)
    pooled = [x[:, 0], mean(x, batch["source"]), mean(x, batch["target"]), mean(before, mask)]
    head = trained["head"]
    hidden = jnp.tanh(jnp.concatenate(pooled, -1) @ head["hidden"] + head["hidden_bias"])
    if rate:
        hidden = drop(hidden, keys[3], rate)
    return hidden @ head["out"] + head["out_bias"]


def thin(x, mask, parts, inner):
    """Layers with so many inner units each: those that move the states of a batch most. `x` is what comes in."""
    bias, kept = jnp.where(mask > 0, 0.0, -1e9)[:, None, None, :], []
    for at in range(len(parts["q"])):
        p = {name: it[at] for name, it in parts.items()}
        between = units(attend(x, p, bias, None, 0.0), p) * mask[..., None]
        moves = jnp.sqrt((between**2).sum((0, 1)) * (p["fo"] ** 2).sum(1))
        best = jnp.sort(jnp.argsort(-moves)[:inner])
        kept.append({**p, "fi": p["fi"][:, best], "fi_bias": p["fi_bias"][best], "fo": p["fo"][best]})
        x = block(x, p, bias, (None, None), 0.0)
    return stack(kept)


def cut(trained, count):
    """The parameters apart: what stays as it is, the first layers; what is trained. Without such layers, all is."""
    part = lambda at: jax.tree.map(at, trained["layers"])
    if not count:
        return {}, trained
    still = {name: trained[name] for name in ("markers", "ln", "ln_bias")}
    return {**still, "layers": part(lambda it: it[:count])}, {"head": trained["head"], "layers": part(lambda it: it[count:])}


def join(early, late):
    """The parameters together again."""
    if not early:
        return late
    layers = jax.tree.map(lambda a, b: np.concatenate([a, b]), early["layers"], late["layers"])
    return {**early, **late, "layers": layers}
