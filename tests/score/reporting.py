#!/usr/bin/env python3
"""REPORTING events of French TimeBank: recall and precision of the verb and noun cues of `depeche statements`.

usage: reporting.py DIR BINARY [--show]

A gold event of class REPORTING is found when a cue covers it. A cue counts as right when it covers an event of class
REPORTING; strict precision counts all others as wrong, loose precision leaves out cues on events of the classes
I_ACTION and I_STATE, where the corpus puts many verbs of asking, wishing and believing.
"""

import glob
import html
import json
import re
import subprocess
import sys


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


def main():
    gold = {path: document(path) for path in sorted(glob.glob(sys.argv[1] + "/*.tml"))}
    lines = [json.dumps({"id": path, "language": "fr", "text": text}) for path, (text, _) in gold.items()]
    run = subprocess.run([sys.argv[2], "statements", "-"], input="\n".join(lines).encode(), stdout=subprocess.PIPE)
    cues = {path: [] for path in gold}
    for line in run.stdout.decode().splitlines():
        record = json.loads(line)
        cue = record["cue"]
        if cue and cue["kind"] in ("verb", "noun") and record["sources"]:
            cues[record["dispatch"]].append(cue)
    wanted = found = right = wrong = loose = 0
    for path, (text, events) in gold.items():
        overlaps = lambda event, cue: event[0] < cue["span"][1] and cue["span"][0] < event[1]
        for event in (event for event in events if event[2] == "REPORTING"):
            hit = any(overlaps(event, cue) for cue in cues[path])
            wanted, found = wanted + 1, found + hit
            if not hit and "--show" in sys.argv:
                print("MISSED", text[max(0, event[0] - 80):event[0]], "[", text[event[0]:event[1]], "]", text[event[1]:event[1] + 60])
        for cue in cues[path]:
            classes = {event[2] for event in events if overlaps(event, cue)}
            if "REPORTING" in classes:
                right += 1
            elif classes & {"I_ACTION", "I_STATE"}:
                loose += 1
            else:
                wrong += 1
                if "--show" in sys.argv:
                    b, e = cue["span"]
                    print("WRONG", text[max(0, b - 60):b], "[", text[b:e], "]", text[e:e + 60])
    ratio = lambda a, b: a / max(b, 1)
    print(
        f"recall {ratio(found, wanted):.3f} precision {ratio(right, right + wrong + loose):.3f}"
        f" loose {ratio(right, right + wrong):.3f} gold {wanted} cues {right + wrong + loose}"
    )


if __name__ == "__main__":
    main()
