#!/usr/bin/env python3
"""Make the firmware image of the first case, er-1000-1.2.3.bin, and what is known of it, truth.json.

The image is what a maker of small routers would ship: programs of Debian 12 (bookworm) for armhf with the
libraries that they need, the maker's own files (vendor/), and the partitions of a flash chip. Example
Networks and its ER-1000 are fictional. Every part is written by a packer that cupel shares no code with.

Needs Debian's packages squashfs-tools, u-boot-tools, device-tree-compiler, cpio, gzip, openssl, binutils,
dpkg, and an apt that knows a source of bookworm. apt gets a state of its own for armhf: the machine's is
not touched.

    make_image.py                    build from the versions pinned in packages.json
    make_image.py --update           pin the newest versions first
    make_image.py --packages FOLDER  keep the downloaded packages there, and take them from there next time

The same packages and the same packers (truth.json names their versions) give the same image, byte for byte.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import struct
import tempfile
import tomllib
from pathlib import Path

from debian_packages import (
    BUILT,
    CONTENTS,
    HERE,
    close_over_libraries,
    fetch_packages,
    list_components,
    run,
    sha256,
    unpack_packages,
    write_notice,
)

VENDOR = HERE / "vendor"
IMAGE = "er-1000-1.2.3.bin"
RUNNABLE = re.compile(r"etc/init\.d/|usr/sbin/|usr/share/udhcpc/|www/cgi-bin/")


def seed(purpose: str) -> bytes:
    """Derive 32 fixed bytes for one purpose: keys here must be the same in every build, not secret."""
    return hashlib.sha256(f"cupel, first case, ER-1000, {purpose}".encode()).digest()


# 1. The root file system


def build_root(pool: Path, chosen: list[str], root: Path) -> None:
    """Lay out the root file system: Debian's files, links of applets, the maker's files, keys and folders."""
    for path in chosen:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(pool / path, root / path, follow_symlinks=False)
    busybox = (pool / "bin/busybox").read_bytes()
    table = busybox[busybox.index(b"[\0[[\0") :]
    known = table[: table.index(b"\0\0")].decode().split("\0")  # the names of the applets, sorted
    for folder, names in CONTENTS["applets"].items():
        for name in names.split():
            if name not in known:
                raise SystemExit(f"this busybox has no {name}: change contents.toml")
            link(root / folder / name, os.path.relpath("bin/busybox", folder))
    for path, target in CONTENTS["links"].items():
        link(root / path, target)
    for folder in CONTENTS["folders"]:
        (root / folder).mkdir(exist_ok=True)
    shutil.copytree(VENDOR / "rootfs", root, dirs_exist_ok=True)
    (root / "etc/dropbear").mkdir()
    (root / "etc/dropbear/dropbear_ed25519_host_key").write_bytes(make_host_key())
    with tempfile.TemporaryDirectory() as work:
        (root / "etc/lighttpd/server.pem").write_bytes(make_certificate(Path(work)))
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            name = str(path.relative_to(root))
            runnable = path.is_dir() or (name in chosen and os.access(path, os.X_OK)) or RUNNABLE.match(name)
            path.chmod(CONTENTS["modes"].get(name, 0o755 if runnable else 0o644))


def link(path: Path, target: str) -> None:
    """Make a symbolic link with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


def ed25519_key(purpose: str) -> bytes:
    """Return a private key as PKCS #8 DER (RFC 8410, section 7): a fixed head and 32 bytes."""
    return bytes.fromhex("302e020100300506032b657004220420") + seed(purpose)


def make_host_key() -> bytes:
    """Make dropbear's host key file: name, then private and public half, each field after its length."""
    purpose = "host key of remote support"
    command = "openssl pkey -inform DER -pubout -outform DER"
    public = run(*command.split(), given=ed25519_key(purpose))[-32:]
    return struct.pack(">I", 11) + b"ssh-ed25519" + struct.pack(">I", 64) + seed(purpose) + public


def make_certificate(work: Path) -> bytes:
    """Make the web server's private key and its certificate of fixed dates, both as PEM."""
    key = run("openssl", "pkey", "-inform", "DER", given=ed25519_key("key of the administration pages"))
    (work / "key").write_bytes(key)
    (work / "index").touch()
    (work / "serial").write_text("1000\n")
    (work / "conf").write_text(
        "[ca]\ndefault_ca=a\n[a]\ndatabase=index\nserial=serial\nnew_certs_dir=.\ndefault_md=default\npolicy=p\n"
        "[p]\ncommonName=supplied\norganizationName=supplied\n[req]\ndistinguished_name=d\n[d]\n"
    )
    subject = ("-subj", "/O=Example Networks/CN=router.lan")
    run(*["openssl", "req", "-new", "-config", "conf", "-key", "key", "-out", "csr"], *subject, cwd=work)
    command = "openssl ca -config conf -batch -notext -selfsign -keyfile key -in csr -out crt"
    dates = "-startdate 20260101000000Z -enddate 20460101000000Z"
    run(*command.split(), *dates.split(), cwd=work)
    return key + (work / "crt").read_bytes()


# 2. The partitions


def make_environment(work: Path) -> bytes:
    """Make the boot loader's environment, 64 KB with its checksum in front."""
    out = work / "environment.bin"
    run("mkenvimage", "-s", "0x10000", "-o", out, VENDOR / "boot/environment.txt")
    return out.read_bytes()


def make_boot(work: Path) -> tuple[bytes, bytes, bytes]:
    """Make the boot image (FIT) that holds the device tree and the boot script; return all three."""
    lines = [
        f'partition@{p["offset"]:x} {{ label = "{name}"; reg = <{p["offset"]:#x} {p["size"]:#x}>; }};'
        for name, p in CONTENTS["partitions"].items()
    ]
    source = (VENDOR / "boot/er-1000.dts").read_text().replace("@PARTITIONS@", "\n".join(lines))
    (work / "er-1000.dts").write_text(source)
    run("dtc", "-I", "dts", "-O", "dtb", "-o", "er-1000.dtb", "er-1000.dts", cwd=work)
    for name in ("boot.cmd", "er-1000.its"):
        shutil.copy(VENDOR / "boot" / name, work)
    run("env", f"SOURCE_DATE_EPOCH={BUILT}", "mkimage", "-f", "er-1000.its", "er-1000.itb", cwd=work)
    image, device_tree = (work / "er-1000.itb").read_bytes(), (work / "er-1000.dtb").read_bytes()
    return image, device_tree, (work / "boot.cmd").read_bytes()


def make_rootfs(root: Path, work: Path) -> bytes:
    """Pack the root file system as SquashFS with xz, all files owned by root and of one date."""
    out = work / "rootfs.squashfs"
    packing = "-comp xz -b 256K -Xbcj armthumb -noappend -no-xattrs -no-progress -quiet"
    owner_and_date = f"-force-uid 0 -force-gid 0 -mkfs-time {BUILT} -all-time {BUILT}"
    devices = [word for device in CONTENTS["devices"] for word in ("-p", device)]
    run("mksquashfs", root, out, *packing.split(), *owner_and_date.split(), *devices)
    return out.read_bytes()


def make_settings(work: Path) -> bytes:
    """Pack the factory settings as a cpio archive (newc) inside gzip."""
    folder = work / "settings"
    shutil.copytree(VENDOR / "settings", folder)
    names = sorted(folder.rglob("*"))
    for path in names:
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (BUILT, BUILT))
    listing = "".join(f"{path.relative_to(folder)}\n" for path in names).encode()
    command = "cpio --create --format=newc --reproducible --owner=0:0 --quiet"
    archive = run(*command.split(), given=listing, cwd=folder)
    return run("gzip", "-9", "-n", given=archive)


def make_calibration() -> bytes:
    """Encrypt a table of calibration values, 64 KB; its key is derived here and is nowhere in the image."""
    table = b"".join(struct.pack(">HHI", port, step, 1000 + 7 * step) for port in range(8) for step in range(1024))
    key, start = seed("calibration key").hex(), seed("calibration counter").hex()[:32]
    return run("openssl", "enc", "-aes-256-ctr", "-K", key, "-iv", start, given=table)


# 3. What is known


def name_packers() -> list[str]:
    """Return the first line that each packer prints of its version."""
    packers = ("mksquashfs -version", "mkimage -V", "dtc --version", "cpio --version", "gzip --version")
    asked = (*packers, "openssl version")
    return [run(*command.split()).decode().splitlines()[0] for command in asked]


def hash_files(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every regular file under a folder, by its path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return {str(path.relative_to(folder)): sha256(path.read_bytes()) for path in files}


def place(parts: dict[str, bytes]) -> tuple[bytes, list[dict]]:
    """Put each part at its partition's offset, fill the rest with 0xff, and say where what lies."""
    image, layers = b"", []
    for name, partition in CONTENTS["partitions"].items():
        part = parts.get(name, b"")
        if len(part) > partition["size"] or partition["offset"] != len(image):
            raise SystemExit(f"{name} takes {len(part):#x} bytes of {partition['size']:#x}: change contents.toml")
        image += part.ljust(partition["size"], b"\xff")
        layer = {"name": name, **partition, "used": len(part)}
        layers.append(layer | ({"sha256": sha256(part)} if part else {}))
    return image, layers


def tell_truth(image: bytes, layers: list[dict], inner: list[tuple[dict, bytes]], root: Path, settings: Path) -> dict:
    """Gather what is known of the image, without its components."""
    planted = tomllib.loads((VENDOR / "planted.toml").read_text())
    inside = [part | {"offset": image.index(data), "size": len(data), "sha256": sha256(data)} for part, data in inner]
    padding = [
        {"offset": layer["offset"] + layer["used"], "size": layer["size"] - layer["used"], "fill": 0xFF}
        for layer in layers
        if layer["used"] < layer["size"]
    ]
    return {
        "image": IMAGE,
        "vendor": "Example Networks (fictional)",
        "product": "ER-1000",
        "version": "1.2.3",
        "arch": "armhf",
        "packers": name_packers(),
        "size": len(image),
        "sha256_of_image": sha256(image),
        "layers": layers,
        "inside_layers": inside,
        "opaque": [{"offset": x["offset"], "size": x["used"]} for x in layers if x["format"].startswith("opaque")],
        "padding": padding,
        "planted": planted["planted"],
        "ordinary": planted["ordinary"],
        "links": {str(p.relative_to(root)): str(p.readlink()) for p in sorted(root.rglob("*")) if p.is_symlink()},
        "devices": CONTENTS["devices"],
        "sha256": {"rootfs": hash_files(root), "settings": hash_files(settings)},
    }


def main() -> None:
    """Build the image, truth.json and NOTICE.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="pin the newest package versions first")
    parser.add_argument("--packages", type=Path, help="keep the downloaded packages in this folder")
    options = parser.parse_args()
    os.umask(0o022)
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        store = (options.packages or work / "packages").resolve()
        pool, root = work / "pool", work / "root"
        for folder in (store, pool, root):
            folder.mkdir(parents=True, exist_ok=True)
        records = fetch_packages(store, options.update)
        owner = unpack_packages(records, store, pool)
        chosen = close_over_libraries(pool)
        build_root(pool, chosen, root)
        boot, device_tree, boot_script = make_boot(work)
        parts = {
            "environment": make_environment(work),
            "boot": boot,
            "rootfs": make_rootfs(root, work),
            "settings": make_settings(work),
            "calibration": make_calibration(),
        }
        image, layers = place(parts)
        inner = [
            ({"name": "device tree", "parent": "boot", "format": "device tree blob"}, device_tree),
            ({"name": "boot script", "parent": "boot", "format": "U-Boot script, text"}, boot_script),
        ]
        components = list_components(records, owner, chosen)
        truth = tell_truth(image, layers, inner, root, VENDOR / "settings") | {"components": components}
        write_notice(components, records, pool)
    (HERE / IMAGE).write_bytes(image)
    (HERE / "truth.json").write_text(json.dumps(truth, indent=1) + "\n")
    print(f"{IMAGE}: {len(image)} bytes, SHA-256 {sha256(image)}, {len(components)} components")


if __name__ == "__main__":
    main()
