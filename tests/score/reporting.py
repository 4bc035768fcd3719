#!/usr/bin/env python3
"""REPORTING events of French TimeBank: recall and precision of the verb and noun cues of `depeche statements`.

usage: reporting.py DIR BINARY [--show]

A gold event of class REPORTING is found when a cue covers it. A cue counts as right when it covers an event of class
REPORTING; strict precision counts all others as wrong, loose precision leaves out cues on events of the classes
I_ACTION and I_STATE.

The corpus and the program cut differently. ISO-TimeML calls REPORTING what says that something is so; asking,
promising, deciding and authorising are I_ACTION there, believing, wishing, fearing and expecting I_STATE. The program
attributes all of them, as its contract asks. So the figures are given twice: for all cues, and "saying" for those
whose entry in knowledge/french/attribution.toml says that it is so (ACTS), recall and precision over the same cues.
"""

import glob
import html
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

# The acts of attribution.toml that ISO-TimeML calls REPORTING.
ACTS = {"assert", "confirm", "admit", "deny", "cite"}
ATTRIBUTION = Path(__file__).resolve().parents[2] / "knowledge/french/attribution.toml"


def document(path):
    text, events, open_event = "", [], None
    source = open(path, encoding="utf-8", errors="replace").read()
    body = re.search(r"<TEXT>(.*?)</TEXT>", source, re.S).group(1)
    for part in re.split(r"(<[^>]+>)", body):
        if part.startswith("<EVENT"):
            open_event = (len(text), re.search(r'class="(\w+)"', part).group(1))
        elif part.startswith("</EVENT"):
            events.append((open_event[0], len(text), open_event[1]))
        elif not part.startswith("<"):
            text += html.unescape(part)
    return text, events


def acts():
    file = tomllib.loads(ATTRIBUTION.read_text(encoding="utf-8"))
    return {f"french/attribution/{it['id']}": it["act"] for kind in ("verb", "noun") for it in file[kind]}


def cues_of(gold, binary):
    lines = [json.dumps({"id": path, "language": "fr", "text": text}) for path, (text, _) in gold.items()]
    run = subprocess.run([binary, "statements", "-"], input="\n".join(lines).encode(), stdout=subprocess.PIPE)
    cues, act = {path: [] for path in gold}, acts()
    for line in run.stdout.decode().splitlines():
        record = json.loads(line)
        cue = record["cue"]
        if cue and cue["kind"] in ("verb", "noun") and record["sources"]:
            says = any(act.get(rule) in ACTS for rule in record["because"][:1])
            cues[record["dispatch"]].append((*cue["span"], says))
    return cues


def score(gold, cues, show):
    wanted = found = right = wrong = loose = 0
    for path, (text, events) in gold.items():
        overlaps = lambda event, cue: event[0] < cue[1] and cue[0] < event[1]
        around = lambda b, e: f"{text[max(0, b - 70):b]}[ {text[b:e]} ]{text[e:e + 60]}".replace("\n", " ")
        for event in (event for event in events if event[2] == "REPORTING"):
            hit = any(overlaps(event, cue) for cue in cues[path])
            wanted, found = wanted + 1, found + hit
            if not hit and show:
                print("MISSED", around(*event[:2]))
        for cue in cues[path]:
            classes = {event[2] for event in events if overlaps(event, cue)}
            if "REPORTING" in classes:
                right += 1
            elif classes & {"I_ACTION", "I_STATE"}:
                loose += 1
            else:
                wrong += 1
            if show and "REPORTING" not in classes:
                print("/".join(sorted(classes)) or "NO EVENT", around(*cue[:2]))
    ratio = lambda a, b: a / max(b, 1)
    cued = right + wrong + loose
    figures = f"recall {ratio(found, wanted):.3f} precision {ratio(right, cued):.3f} loose {ratio(right, right + wrong):.3f}"
    return figures, wanted, cued


def main():
    gold = {path: document(path) for path in sorted(glob.glob(sys.argv[1] + "/*.tml"))}
    cues, show = cues_of(gold, sys.argv[2]), "--show" in sys.argv
    figures, wanted, cued = score(gold, cues, False)
    saying = {path: [cue for cue in found if cue[2]] for path, found in cues.items()}
    saying_figures, _, saying_cued = score(gold, saying, show)
    print(f"{figures} gold {wanted} cues {cued} | saying {saying_figures} cues {saying_cued}")


if __name__ == "__main__":
    main()
