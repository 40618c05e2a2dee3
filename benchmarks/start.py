"""Start-up: `cupel --help` and `cupel inspect --help` against `python -c pass`, interleaved; medians of 21."""

import sys
from pathlib import Path

from _measure import interleaved, quiet

LIMITS = {"cupel --help": 120, "cupel inspect --help": 220}
ROUNDS = 21


def main() -> None:
    """Measure and print a table."""
    cupel = str(Path(sys.executable).with_name("cupel"))
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "cupel --help": [cupel, "--help"],
        "cupel inspect --help": [cupel, "inspect", "--help"],
    }
    took = interleaved(commands, ROUNDS)
    base = took["python -c pass"]
    print(f"{quiet()}\n")
    print("| command | ms | ratio to `python -c pass` | limit, ms |\n|---|---|---|---|")
    for name, value in took.items():
        print(f"| `{name}` | {1000 * value:.0f} | {value / base:.1f} | {LIMITS.get(name, '')} |")


if __name__ == "__main__":
    main()
