"""Writes docs/reference: the plug-ins, the records and the command line go in, Markdown and JSON Schemas come out.

`python docs/generate.py` writes; with `--check` it writes nothing, names what differs, and ends with exit code 1.
"""

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from pages import pages  # noqa: E402 - it lies beside this file, wherever that is started from

REFERENCE = HERE / "reference"


def main(arguments: list[str]) -> int:
    """Write the reference, or check it; return the exit code."""
    parser = argparse.ArgumentParser(description="Write docs/reference.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where something differs")
    wanted = pages()
    if not parser.parse_args(arguments).check:
        for name, text in wanted.items():
            file = REFERENCE / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return 0
    wrong = differences(wanted)
    for line in wrong:
        print(line, file=sys.stderr)
    if wrong:
        print("Run `make docs`, or `python docs/generate.py`.", file=sys.stderr)
    return 1 if wrong else 0


def differences(wanted: dict[str, str]) -> list[str]:
    """Name every file of the reference that is not what would be written, one sentence each."""
    there = {path.relative_to(REFERENCE).as_posix(): path for path in REFERENCE.rglob("*") if path.is_file()}
    found = [f"docs/reference/{name} is missing." for name in sorted(wanted.keys() - there.keys())]
    found += [f"docs/reference/{name} is not generated." for name in sorted(there.keys() - wanted.keys())]
    return found + [
        f"docs/reference/{name} is out of date."
        for name in sorted(wanted.keys() & there.keys())
        if there[name].read_text("utf-8") != wanted[name]
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
