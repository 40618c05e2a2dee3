"""Unpacking: cupel inspect against unsquashfs with two threads, on the same images, interleaved; medians of five."""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from _measure import interleaved, peak_memory, quiet

LIMITS = {"xz": 1.3, "gzip": 1.5, "zstd": 2.7}
MEMORY = 256
ROUNDS = 5


def made_images(place: Path) -> list[Path]:
    """Pack about 170 MB of this machine's programs and libraries, once for each compressor."""
    root, size = place / "root", 0
    for file in sorted(Path("/usr").glob("**/*.so*")) + sorted(Path("/usr/bin").iterdir()):
        if file.is_file() and not file.is_symlink() and file.stat().st_size < 16 << 20:
            size += file.stat().st_size
            if size > 170 << 20:
                break
            target = root / file.relative_to("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    images = []
    for name in LIMITS:
        images.append(place / f"root.{name}.squashfs")
        block = "262144" if name == "xz" else "131072"
        command = ["mksquashfs", str(root), str(images[-1]), "-comp", name, "-b", block]
        subprocess.run([*command, "-noappend", "-no-progress", "-quiet"], check=True)
    shutil.rmtree(root)
    return images


def main() -> None:
    """Measure each image and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("images", nargs="*", type=Path, help="SquashFS images; made from /usr if none is named")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    if not shutil.which("unsquashfs"):
        sys.exit("unsquashfs is missing: apt install squashfs-tools")
    cupel = [str(Path(sys.executable).with_name("cupel"))]
    print(f"{quiet()}\n")
    print("| image | unsquashfs -p 2, s | cupel inspect, s | ratio | limit | peak MB (shared once) | limit | spooled |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        place = Path(folder)
        for image in given.images or made_images(place):
            print(measure(image, cupel, place / "out", given.rounds), flush=True)


def measure(image: Path, cupel: list[str], out: Path, rounds: int) -> str:
    """Measure one image and return its row."""
    inspect = [*cupel, "inspect", "--quiet", "--unpack-only", str(image)]
    commands, remove = {"cupel": inspect}, {}
    if _is_squashfs(image):
        commands["unsquashfs"] = ["unsquashfs", "-q", "-n", "-p", "2", "-d", str(out), str(image)]
        remove["unsquashfs"] = ["rm", "-rf", str(out)]
    took = interleaved(commands, rounds, remove)
    resident, proportional, spooled = peak_memory(inspect)
    limit = LIMITS.get(_compression([*inspect, "--json"]), "") if remove else ""
    peer = f"{took['unsquashfs']:.2f}" if remove else "no peer"
    ratio = f"{took['cupel'] / took['unsquashfs']:.2f}" if remove else ""
    memory = f"{resident / 1e6:.0f} ({proportional / 1e6:.0f})"
    row = [image.name, peer, f"{took['cupel']:.2f}", ratio, limit, memory, MEMORY, f"{spooled / 1e6:.0f}"]
    return f"| {' | '.join(map(str, row))} |"


def _is_squashfs(image: Path) -> bool:
    with image.open("rb") as file:
        return file.read(4) == b"hsqs"


def _compression(command: list[str]) -> str:
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return str(found["containers"][0]["facts"].get("compression", "")) if found["containers"] else ""


if __name__ == "__main__":
    main()
