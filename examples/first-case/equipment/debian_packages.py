"""Fetch the Debian packages that contents.toml names, choose the files needed, and name their licences."""

import hashlib
import io
import json
import lzma
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
CONTENTS = tomllib.loads((HERE / "contents.toml").read_text())
BUILT = 1785744000  # 2026-08-03 08:00 UTC, the date of every file in the image
LIBRARIES = ("lib/arm-linux-gnueabihf", "usr/lib/arm-linux-gnueabihf")
NOTICE = """# Software of others in the example's image

`equipment/er-1000-1.2.3.bin` holds programs and libraries of Debian 12 (bookworm), armhf, unchanged and
in binary form. Their licences are their own, not cupel's. The corresponding source of each is in Debian's
archive: the source package and the version of its row. The copyright file of every source package, and
the texts of the licences that these name (from Debian's archive, base-files {texts}), are in
`equipment/licences.tar.xz`. The exact binary packages stand in `equipment/packages.json`.
`equipment/make_image.py` writes this file.

| Source package | Version | Packages of which files are in the image | Licence of those files |
|---|---|---|---|
{rows}
The files under `equipment/vendor/` were written for this example; they have cupel's licence, Apache-2.0.
"""


def run(*command: str | Path, cwd: Path | None = None, given: bytes | None = None) -> bytes:
    """Run a program and return what it prints; what it says when it fails is shown."""
    clean = {"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC"}
    done = subprocess.run(command, cwd=cwd, input=given, capture_output=True, check=False, env=clean)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\nfailed: {done.stderr.decode(errors='replace')}")
    return done.stdout


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def fetch_packages(store: Path, update: bool) -> list[dict]:
    """Download the pinned packages (or, to update, the newest) into a folder and return their records."""
    pinned_file = HERE / "packages.json"
    if update:
        with tempfile.TemporaryDirectory() as fresh:
            download(CONTENTS["packages"].split(), Path(fresh))
            found = sorted(Path(fresh).glob("*.deb"))
            records = [record_package(path) for path in found]
            for path in found:
                shutil.copy(path, store)
        content = {"release": "Debian 12 (bookworm), armhf", "packages": records}
        pinned_file.write_text(json.dumps(content, indent=1) + "\n")
    records = json.loads(pinned_file.read_text())["packages"]
    missing = [f"{p['package']}={p['version']}" for p in records if not (store / p["file"]).is_file()]
    if missing:
        download(missing, store)
    for package in records:
        if sha256((store / package["file"]).read_bytes()) != package["sha256"]:
            raise SystemExit(f"{package['file']} is not the package that packages.json pins")
    return records


def download(packages: list[str], folder: Path) -> None:
    """Download packages, each as name or name=version, with an apt state of their own for armhf."""
    with tempfile.TemporaryDirectory() as state:
        for part in ("lists/partial", "cache/archives/partial"):
            Path(state, part).mkdir(parents=True)
        Path(state, "status").touch()
        options = (
            *("APT::Architecture=armhf", "APT::Architectures=armhf", "APT::Sandbox::User=root"),
            *(f"Dir::State::Lists={state}/lists", f"Dir::State::status={state}/status"),
            *(f"Dir::Cache={state}/cache", "Acquire::Languages=none"),
        )
        apt = ["apt-get", "-q", *(f"-o{option}" for option in options)]
        # one index that is missing does not matter as long as every package is found in another
        subprocess.run([*apt, "update"], capture_output=True, check=False)
        run(*apt, "download", *packages, cwd=folder)


def record_package(path: Path) -> dict:
    """Return what packages.json says of one package file."""
    fields = ("Package", "Version", "Architecture", "source:Package", "source:Version", "Built-Using")
    wanted = "\\n".join(f"${{{field}}}" for field in fields)
    values = run("dpkg-deb", "-W", f"--showformat={wanted}", path).decode().split("\n")
    names = ("package", "version", "architecture", "source", "source_version", "built_using")
    data = path.read_bytes()
    record = dict(zip(names, values, strict=True))
    return record | {"file": path.name, "size": len(data), "sha256": sha256(data)}


def unpack_packages(records: list[dict], store: Path, pool: Path) -> dict[str, str]:
    """Unpack every package into one folder and return which package each path comes from."""
    owner = {}
    for package in records:
        listing = run("dpkg-deb", "--fsys-tarfile", store / package["file"])
        with tarfile.open(fileobj=io.BytesIO(listing)) as archive:
            owner |= {m.name.removeprefix("./"): package["package"] for m in archive if not m.isdir()}
        run("dpkg-deb", "-x", store / package["file"], pool)
    return owner


def needed_by(file: Path) -> list[str]:
    """Return the names of the libraries that a program or library declares, as readelf prints them."""
    if file.read_bytes()[:4] != b"\x7fELF":
        return []
    return re.findall(r"\(NEEDED\).*\[(.+)\]", run("readelf", "-d", "-W", file).decode())


def close_over_libraries(pool: Path) -> list[str]:
    """Return the programs, what they load and every library that these need, links with their targets."""
    chosen: list[str] = []
    todo = [*CONTENTS["programs"], *CONTENTS["loaded_later"]]
    while todo:
        path = todo.pop()
        if path in chosen:
            continue
        chosen.append(path)
        if (pool / path).is_symlink():
            target = (pool / path).readlink()
            todo.append(os.path.normpath("/" / Path(path).parent / target).lstrip("/"))
            continue
        for name in needed_by(pool / path):
            found = [f"{folder}/{name}" for folder in LIBRARIES if os.path.lexists(pool / folder / name)]
            if not found:
                raise SystemExit(f"{path} needs {name}, which is in no package of the list")
            todo.append(found[0])
    return sorted(chosen)


def upstream_version(version: str) -> str:
    """Take Debian's epoch, revision and repacking marks from a version."""
    without_revision = re.sub(r"^\d+:", "", version).rsplit("-", 1)[0]
    return re.split(r"[+~]|\.dfsg", without_revision)[0]


def list_components(records: list[dict], owner: dict[str, str], chosen: list[str]) -> list[dict]:
    """Return one component for each source package that gave a file."""
    components: dict[str, dict] = {}
    for package in sorted(records, key=lambda p: p["package"]):
        files = [path for path in chosen if owner[path] == package["package"]]
        if files:
            source = package["source"]
            known = {
                "source": source,
                "version": upstream_version(package["source_version"]),
                "debian_version": package["source_version"],
                "licence": CONTENTS["licences"][source],
                "packages": [],
                "files": [],
                "built_using": package["built_using"],
            }
            component = components.setdefault(source, known)
            component["packages"].append(package["package"])
            component["files"] += files
    return sorted(components.values(), key=lambda c: c["source"])


def write_notice(components: list[dict], records: list[dict], pool: Path) -> None:
    """Write NOTICE.md, and the copyright files and common licences in licences.tar.xz."""
    rows = [
        f"| {c['source']} | {c['debian_version']} | {', '.join(c['packages'])} | {c['licence']} |\n" for c in components
    ]
    texts = next(p["version"] for p in records if p["package"] == "base-files")
    (HERE.parent / "NOTICE.md").write_text(NOTICE.format(rows="".join(rows), texts=texts))
    members = {f"licences/{c['source']}": pool / "usr/share/doc" / c["packages"][0] / "copyright" for c in components}
    members |= {f"common-licences/{path.name}": path for path in sorted((pool / "usr/share/common-licenses").iterdir())}
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, path in sorted(members.items()):
            data = path.resolve().read_bytes()
            member = tarfile.TarInfo(name)
            member.size, member.mtime, member.mode = len(data), BUILT, 0o644
            archive.addfile(member, io.BytesIO(data))
    (HERE / "licences.tar.xz").write_bytes(lzma.compress(buffer.getvalue(), preset=9 | lzma.PRESET_EXTREME))
