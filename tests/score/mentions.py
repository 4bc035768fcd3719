#!/usr/bin/env python3
"""Actor mentions labelled by hand: how many `depeche mentions` resolves to the right id and country, by class.

usage: mentions.py LABELS BINARY [--show]

LABELS is a TSV of tests/mentions: file, item, begin, end, ids, countries, class, without the words: those of the
development texts stay where they are, under ../shared/data. What isn't there is left out, and counted.
`ids` and `countries` list by comma what is right; `-` is none, `*` anything. A class is S (a state, its offices and
organs), N (a named person, group, company, medium) or O (others). A mention is the one that shares most with the span.
"""

import html
import json
import re
import subprocess
import sys

from places import ROOT, SHARED

CLASSES = {"S": "states", "N": "named", "O": "others"}


def timeml(path, _):
    source = path.read_text(encoding="utf-8", errors="replace")
    day = re.search(r'functionInDocument="(?:CREATION|PUBLICATION)_TIME"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*functionInDocument="(?:CREATION|PUBLICATION)_TIME"', source)
    body = re.search(r"<TEXT>(.*?)</TEXT>", source, re.S)
    body = body.group(1) if body else re.sub(r"^.*?</DCT>", "", source, flags=re.S)
    return {"published": (day.group(1) or day.group(2))[:10], "text": html.unescape(re.sub(r"<[^>]+>", "", body))}


def plain(path, _):
    day = re.search(r"_(\d{4}-\d{2}-\d{2})_", path.name)
    return {"published": day and day.group(1), "text": path.read_text(encoding="utf-8")}


def treebank(path, item):
    sentence = path.read_text(encoding="utf-8").split(f"# sent_id = {item}\n", 1)[1]
    return {"text": re.search(r"^# text = (.*)$", sentence, re.M).group(1)}


def relation(path, item):
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {"text": next(re.sub(r"</?[st]>", "", row[3]) for row in rows if row[0] == item)}


def tokens(path, item):
    """The words of a sentence, joined as one writes them."""
    sentence = re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip())[int(item)]
    text = " ".join(line.split()[1] for line in sentence.split("\n") if len(line.split()) > 1)
    text = re.sub(r" (?=[.,;:?!%)]|'s\b|n't\b|'\s|'(?:re|ve|ll|d|m)\b)", "", text)
    for old, new in (("( ", "("), ("$ ", "$"), ("`` ", '"'), (" ''", '"'), ("-LRB- ", "("), (" -RRB-", ")")):
        text = text.replace(old, new)
    return {"text": text}


def golden(path, item):
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    row = next(row for row in rows if row["id"] == item)
    return {"published": row["date"], "text": row["text"], "language": row["language"]}


READERS = {"golden": golden, "mentions": golden, "time": timeml, "attribution": plain, "ud": treebank, "relations": relation, "factuality": tokens}


def dispatch(file, item):
    """The text that a label points into, with its language and date; None where it isn't at hand."""
    path = (ROOT / "tests" if file.startswith(("golden/", "mentions/")) else SHARED / "data") / file
    if not path.exists():
        return None
    read = READERS[file.split("/")[0]](path, item)
    language = "fr" if "french" in file else "en"
    return {"language": language, **read, "id": f"{file} {item}"}


def mentions(texts, binary):
    """The actors of each text, by its id."""
    lines = "\n".join(json.dumps(text, ensure_ascii=False) for text in texts.values())
    run = subprocess.run([binary, "mentions", "-"], input=lines.encode(), stdout=subprocess.PIPE)
    found = {}
    for record in map(json.loads, run.stdout.decode().splitlines()):
        if record["kind"] == "actor":
            found.setdefault(record["dispatch"], []).append(record)
    return found


def nearest(found, begin, end):
    """The mention that shares most with a span, by the share of both."""
    def shared(record):
        first, last = record["span"]
        common = min(end, last) - max(begin, first)
        return common / (max(end, last) - min(begin, first))
    best = max(found, key=shared, default=None)
    return best if best and shared(best) > 0 else None


def agrees(own, wanted):
    return wanted == "*" or (own or "-") in wanted.split(",")


def main():
    rows = [line.rstrip("\n").split("\t") for line in open(sys.argv[1], encoding="utf-8") if not line.startswith("#")]
    texts = {(row[0], row[1]): dispatch(row[0], row[1]) for row in rows}
    absent = sum(texts[row[0], row[1]] is None for row in rows)
    texts = {key: text for key, text in texts.items() if text}
    found = mentions(texts, sys.argv[2])
    right, total, wrong, traceless = dict.fromkeys("SNO", 0), dict.fromkeys("SNO", 0), 0, 0
    for file, item, begin, end, ids, countries, kind in rows:
        text = texts.get((file, item))
        if not text:
            continue
        own = nearest(found.get(text["id"], []), int(begin), int(end))
        well = own is not None and agrees(own["id"], ids) and agrees(own["country"], countries)
        lost = own is not None and own["country"] and not agrees(own["country"], countries)
        total[kind], right[kind] = total[kind] + 1, right[kind] + well
        wrong, traceless = wrong + bool(lost), traceless + bool(lost and not own["because"])
        if "--show" in sys.argv and not well:
            words = text["text"][int(begin):int(end)]
            print(kind, item, "|", words, "| wanted", ids, countries, "| found", own and (own["text"], own["id"], own["country"], own["because"]))
    figures = " ".join(f"{CLASSES[kind]} {right[kind]}/{total[kind]} ({100 * right[kind] / max(total[kind], 1):.1f} %)" for kind in "SNO")
    left_out = f" | left out {absent}" if absent else ""
    print(f"{figures} | wrong countries {wrong}, without a trace {traceless}{left_out}")


if __name__ == "__main__":
    main()
