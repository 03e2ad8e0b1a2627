"""Check the house of the macros: which room a file stands in, that calls only go down, and that a line knows its room.

python scripts/check_house.py [ROOT]            say what breaks a rule, as file:line: message
python scripts/check_house.py --print [ROOT]    draw the house, floor by floor

The rules are in house_rules.py.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from house import House, read_house
from house_rules import REACH, ROOMS, RULES, Violation

Calls = dict[str, Counter[str]]


def violations(house: House) -> list[Violation]:
    return sorted({violation for rule in RULES.values() for violation in rule(house)})


def calls_between(house: House) -> Calls:
    """How often each room, and what stands in none, calls each other room."""
    calls: Calls = {room: Counter() for room in house.rooms.values()}
    for mention in house.mentions:
        here = house.rooms[mention.file]
        calls[here].update({house.rooms[macro.file] for macro in house.meant(mention)} - {here})
    return calls


def circles(calls: Calls) -> list[list[str]]:
    """Sets of rooms each of which calls all others of its set, on some way."""
    reached = {room: set(called) for room, called in calls.items()}
    for middle in reached:
        for room in reached:
            if middle in reached[room]:
                reached[room] |= reached[middle]
    found = {tuple(sorted(other for other in reached[room] if room in reached[other])) for room in reached}
    return [list(circle) for circle in sorted(found) if len(circle) > 1]


def drawing(house: House) -> list[str]:
    calls = calls_between(house)
    unknown = sorted(set(calls) - {*ROOMS, *REACH})
    floors = [("", room) for room in [*unknown, *REACH]] + list(reversed(list(enumerate(ROOMS, 1))))
    lines = []
    for floor, room in floors:
        files = [file for file in house.files if file.room == room]
        count = sum(len(file.macros) for file in files)
        lines.append(f"{floor:>2}  {room}: {counted(count, 'macro')} in {counted(len(files), 'file')}")
        if files:
            lines.append(f"      {', '.join(file.stem for file in files)}")
        if calls.get(room):
            lines.append("      calls " + ", ".join(f"{there} {times}" for there, times in calls[room].most_common()))
    pairs = sum(here in calls[there] for here in calls for there in calls[here] if here < there)
    rings = circles(calls)
    lines += ["", f"pairs of rooms that call each other: {pairs}", f"circles of rooms: {len(rings)}"]
    return lines + [f"      {', '.join(ring)}" for ring in rings]


def counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", nargs="?", type=Path, default=Path())
    parser.add_argument("--print", action="store_true", dest="draws", help="draw the house instead")
    arguments = parser.parse_args()

    house = read_house(arguments.root)
    if arguments.draws:
        print("\n".join(drawing(house)))
        return 0
    found = violations(house)
    rooms = {room for room in house.rooms.values() if room in ROOMS}
    print(
        "\n".join(map(str, found)) or f"the house: {len(house.macros)} macros in {len(rooms)} rooms; calls only go down"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
