"""Makes pairs out of the examples of knowledge/LANGUAGE/patterns: training/relations/knowledge/LANGUAGE.tsv.

usage: pairs.py DEPECHE      the program, to find where actor and recipient stand; run from the project's root

A pair is made where the program reads an example as the entry says. Where only one side is there, the other marker
is left out. Beside them stand pairs without relation: roles reversed, an actor of the sentence who has no part in
it, and sentences that the patterns must leave alone.
"""

import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

LANGUAGES = {"french": "fr", "english": "en"}
FUTURE = {"planned", "promised", "offered", "threatened", "requested", "desired", "expected", "scheduled"}
NEGATED = {"denied", "prevented", "cancelled", "did_not_happen", "undone"}
# Acts that run both ways, so that the roles reversed are no counter-example.
MUTUAL = {"AGREE", "CONSULT", "COOPERATE", "SUPPORT", "ASSAULT", "CONCEDE", "RETREAT"}


def examples(language):
    """Pattern, example of what must be read or None, text."""
    for path in sorted(Path(f"knowledge/{language}/patterns").glob("*.toml")):
        for pattern in tomllib.loads(path.read_text())["pattern"]:
            pattern["id"] = f"{language}/{path.stem}/{pattern['id']}"
            for example in pattern["yes"]:
                yield pattern, example, example["text"]
            for text in pattern.get("no", []):
                yield pattern, None, text


def run(program, command, language, texts):
    """Lines of a command over texts, by the number of the text."""
    rows = [dict(id=str(i), published="2025-06-23", language=language, text=text) for i, text in enumerate(texts)]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    done = subprocess.run([program, command, "--knowledge", "knowledge", "--format", "jsonl", "-"], input=lines,
                          capture_output=True, text=True, check=True)
    found = [[] for _ in texts]
    for line in done.stdout.splitlines():
        row = json.loads(line)
        found[int(row["dispatch"])].append(row)
    return found


def is_side(wanted, actors):
    """Whether the actors of one side are the wanted ones, as `depeche check` has it."""
    if wanted is None:
        return True
    if wanted == "-":
        return not actors
    same = lambda one, it: one in (it["country"], it["id"]) or one.lower() in it["text"].lower()
    return all(any(same(one, it) for it in actors) for one in wanted.split("+"))


def standing(claim):
    """The column of the convention's table."""
    negative = claim["polarity"] == "negative"
    if claim["status"] in FUTURE:
        return "negated_future" if negative else "future"
    return "negated" if claim["status"] in NEGATED else "past"


def apart(one, other):
    """Whether two spans do not overlap."""
    return one[1] <= other[0] or other[1] <= one[0]


def marked(text, source, target):
    """The text with its markers, each where it is known."""
    marks = [(place, tag) for tag, span in (("s", source), ("t", target)) if span
             for place, tag in ((span[0], f"<{tag}>"), (span[1], f"</{tag}>"))]
    # An end goes before a beginning at the same place.
    for place, tag in sorted(marks, key=lambda it: (it[0], not it[1].startswith("</")), reverse=True):
        text = text[:place] + tag + text[place:]
    return " ".join(text.split())


def portion(text, share):
    """A fixed choice of some texts."""
    return hashlib.sha256(text.encode()).digest()[0] < 256 * share


def pairs(pattern, example, text, claims, mentions):
    """Rows of one example."""
    spans = [m["span"] for m in mentions if m["kind"] == "actor" and m["id"]]
    if example is None:
        if not claims and len(spans) > 1 and apart(*spans[:2]):
            yield "NONE", "-", "past", marked(text, spans[0], spans[1])
        return
    own = [c for c in claims if pattern["id"] in c["because"] and is_side(example.get("actor"), c["actors"])
           and is_side(example.get("recipient"), c["recipients"])]
    if not own:
        return
    claim = own[0]
    sides = [[it["span"] for it in claim[side]] for side in ("actors", "recipients")]
    source = sides[0][0] if sides[0] else None
    target = sides[1][0] if sides[1] else next((span for span in sides[0][1:]), None)
    if not source and not target or source and target and not apart(source, target):
        return
    mode = claim["event"]["mode"] or "-"
    yield pattern["act"], mode, standing(claim), marked(text, source, target)
    if source and target and pattern["act"] not in MUTUAL and portion(text, 0.2):
        yield "NONE", "-", "past", marked(text, target, source)
    taken = [it for c in claims for side in ("actors", "recipients") for it in c[side]]
    others = [m["span"] for m in mentions if m["kind"] == "actor" and m["id"]
              and all(apart(m["span"], it["span"]) and m["id"] != it["id"] for it in taken)]
    if source and others:
        yield "NONE", "-", "past", marked(text, others[0], source)


def main():
    program = sys.argv[1]
    for language, code in LANGUAGES.items():
        known = list(examples(language))
        texts = [text for _, _, text in known]
        claims, mentions = (run(program, command, code, texts) for command in ("read", "mentions"))
        rows = {row[3]: row for it in zip(known, claims, mentions) for row in pairs(*it[0], *it[1:])}
        out = Path(f"training/relations/knowledge/{language}.tsv")
        out.parent.mkdir(parents=True, exist_ok=True)
        lines = ["\t".join((act, mode, stands, "knowledge", text)) for act, mode, stands, text in rows.values()]
        out.write_text("\n".join(["act\tmode\tstanding\tdomain\tsentence", *lines]) + "\n")
        print(language, len(texts), "examples", len(lines), "pairs")


if __name__ == "__main__":
    main()
