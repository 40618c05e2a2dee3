"""Makes the inputs that are not text. Debian packages: gcc, binutils, rpm, db5.3-util; Python: cryptography.

    python3 tests/cases/source/make.py [CASE ...]

The packages of rpm are built from specifications that stand here; nothing of anybody's software is in a case. What each
case must give stands in its expected.json, which is written by hand.
"""

import datetime
import json
import sqlite3
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from _elf import Maker  # noqa: E402 - the folder is no package

LIBRARY = """
extern int recv(int, char *, long, int);
extern int strcpy(char *, const char *);
int made_one(char *buffer) { return recv(0, buffer, 9, 0) + strcpy(buffer, "made"); }
int made_two(void) { return 2; }
"""
VERSIONS = "ZLIB_1.2.0 { global: made_one; }; ZLIB_1.2.9 { global: made_two; } ZLIB_1.2.0;"
SMALL = ["-nostdlib", "-Os", "-Wl,-z,noseparate-code", "-Wl,-z,max-page-size=256", "-Wl,--build-id=sha1", "-fno-ident"]


def compiled(source: str, *options: str, versions: str = "", compiler: str = "gcc") -> bytes:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "made.c").write_text(source)
        (folder / "made.map").write_text(versions)
        extra = [f"-Wl,--version-script={folder / 'made.map'}"] if versions else []
        command = [compiler, *SMALL, *extra, *options, "-o", folder / "made", folder / "made.c"]
        subprocess.run(command, check=True)
        return (folder / "made").read_bytes()


def library(*options: str) -> bytes:
    return compiled(LIBRARY, "-shared", "-fPIC", *options)


def linkage() -> bytes:
    return library("-Wl,-soname,libssl.so.1.1", "-s")


def symbol_version() -> bytes:
    return compiled(LIBRARY, "-shared", "-fPIC", "-s", "-Wl,-soname,libz.so.1", versions=VERSIONS)


def compiler() -> bytes:
    notes = b"GCC: (Made 9.9.9-1) 9.4.0\0GCC: (Made (nested) build) 9.4.0\0Made clang version 14.0.6 (made)\0\0"
    maker = Maker()
    maker.add(".comment", notes)
    return maker.bytes()


def kernel_module() -> bytes:
    notes = ("license=GPL", "name=made_net", "vermagic=5.10.0-77-made SMP mod_unload ARMv7 ", "depends=made_core")
    lines = "".join(f'__attribute__((section(".modinfo"), used)) static const char n{number}[] = "{note}";\n'
                    for number, note in enumerate(notes))  # fmt: skip
    return compiled(lines, "-c", compiler="arm-linux-gnueabihf-gcc")


def busybox() -> bytes:
    names = ("[", "[[", "ash", "busybox", "cat", "ifconfig", "ls", "telnetd", "udhcpc", "wget")
    maker = Maker(wide=False, order=">", machine=8)
    maker.add(".text", b"\x08\x0b")
    # the list begins right behind what is no text, as a table of bytes before it may end
    maker.add(".rodata", b"\x01\x02\x03" + b"".join(name.encode() + b"\0" for name in names) + b"\0")
    maker.add(".rodata.str", b"Usage: made %s\0BusyBox v1.28.3 (2020-01-02 03:04:05 UTC)\0 multi-call binary.\0")
    return maker.bytes()


def busybox_old() -> bytes:
    names = (b"[", b"busybox", b"cat", b"ifconfig", b"init", b"msh", b"telnetd", b"udhcpd")
    maker = Maker(wide=False, order=">", machine=8)
    texts = b"BusyBox v1.00-pre8 (2005.01.02-03:04+0000)\0"
    places = {}
    for name in reversed(names):  # the texts stand in another order than the structures
        places[name] = len(texts)
        texts += name + b"\0"
    start = maker.add(".rodata", texts)
    rows = (struct.pack(">III", start + places[name], start, 1 << 28) for name in names)
    maker.add(".data", bytes(8) + b"".join(rows) + bytes(12))
    return maker.bytes()


MODULES = """path\tmade.example/agent
mod\tmade.example/agent\tv1.4.2\th1:made
dep\tmade.example/tls\tv0.3.0\th1:made
dep\tmade.example/old\tv1.0.0
=>\tmade.example/fork\tv1.0.1\th1:made
dep\tmade.example/commit\tv0.0.0-20200102030405-0123456789ab\th1:made
build\t-compiler=gc
"""


def _wrapped() -> bytes:
    return bytes(range(16)) + MODULES.encode() + bytes(range(16))


def go_build() -> bytes:
    def text(data: bytes) -> bytes:
        size, head = len(data), b""
        while size >= 128:
            head, size = head + bytes((size & 127 | 128,)), size >> 7
        return head + bytes((size,)) + data

    maker = Maker()
    maker.add(".go.buildinfo", b"\xff Go buildinf:\x08\x02" + bytes(16) + text(b"go1.20.1") + text(_wrapped()))
    return maker.bytes()


def go_build_pointers() -> bytes:
    maker = Maker(wide=False, order=">", machine=8, headers=False)
    texts = maker.add(".rodata", b"go1.12.7" + _wrapped())
    pairs = maker.add(".data", struct.pack(">IIII", texts, 8, texts + 8, len(_wrapped())))
    maker.add(".go.buildinfo", b"\xff Go buildinf:\x04\x01" + struct.pack(">II", pairs, pairs + 8) + bytes(8))
    return maker.bytes()


def rust_crates() -> bytes:
    packages = [
        {"name": "made-agent", "version": "0.4.0", "source": "local", "root": True},
        {"name": "made-tls", "version": "1.2.3", "source": "registry"},
        {"name": "made-build", "version": "9.9.9", "source": "registry", "kind": "build"},
    ]
    maker = Maker()
    maker.add(".dep-v0", zlib.compress(json.dumps({"packages": packages}).encode()))
    return maker.bytes()


def rust_crates_paths() -> bytes:
    maker = Maker()
    home = "/home/made/.cargo/registry/src/registry.made.example-0123456789abcdef/"
    paths = f"{home}made-tls-1.2.3/src/lib.rs{home}made_core-0.9.0-rc.1/src/a.rs{home}made-tls-1.2.3/src/b.rs"
    maker.add(".rodata", paths.encode() + b"/usr/share/cargo/registry/made-pem-4.0.0/src/lib.rs")
    return maker.bytes()


def kernel() -> bytes:
    banner = (b"Linux version 6.1.0-43-made (made@made.example) (gcc-12 (Debian 12.2.0-14) 12.2.0, GNU ld 2.40) "
              b"#1 SMP Debian 6.1.162-1 (2026-01-02)\n\0")  # fmt: skip
    vendor = (b"Linux version 3.4.11-rt19 (made@made) (gcc version 4.6.4 (Made GCC 4.6) ) #1 SMP PREEMPT Mon Jan 2 "
              b"03:04:05 UTC 2017\n\0")  # fmt: skip
    return b"\xff\x00" * 40 + banner + b"\x80" * 300 + vendor + b"\x01" * 100


def boot_loader() -> bytes:
    gap = b"\xff\x00\x81" * 30
    parts = (
        b"U-Boot 1.1.4 (Jan  2 2015 - 03:04:05)\0", b"U-Boot SPL 2021.01-rc3-made (Jan 02 2021 - 03:04:05 +0000)\0",
        b"U-Boot environment\0", b"CFE version 1.0.38-114.185 for MADE\0", b"OpenSBI v1.2\n\0",
        b"NOTICE:  BL31: v2.9(release):made-1\0",
    )  # fmt: skip
    return gap + gap.join(parts) + gap


def certificate() -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    def name(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])

    keys = {
        "made authority": ec.generate_private_key(ec.SECP256R1()),
        "made device": rsa.generate_private_key(65537, 1024),
    }
    text = b"a bundle, with words around\n"
    for subject, key in keys.items():
        builder = x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name("made authority"))
        builder = builder.public_key(key.public_key()).serial_number(7)
        builder = builder.not_valid_before(datetime.datetime(2015, 1, 2)).not_valid_after(datetime.datetime(2025, 1, 2))
        made = builder.sign(keys["made authority"], hashes.SHA256())
        text += made.public_bytes(serialization.Encoding.PEM) + b"\nmore words\n"
    return text + b"-----BEGIN CERTIFICATE-----\n" + b"QUJD" * 20 + b"\n-----END CERTIFICATE-----\n"


def certificate_der() -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    text = (HERE / "certificate/input").read_bytes()
    sound = x509.load_pem_x509_certificates(text[: text.rindex(b"-----BEGIN")])
    return sound[1].public_bytes(serialization.Encoding.DER)


def busybox_toybox() -> bytes:
    names = (b"[", b"cat", b"ifconfig", b"ls", b"toybox", b"wget")
    maker = Maker()
    texts, places = b"", {}
    for name in names:
        places[name] = len(texts)
        texts += name + b"\0"
    start = maker.add(".rodata", texts + b"Toybox %s multicall binary%s\0see made.example\0toybox %s\0" + b"0.8.9\0")
    maker.add(".data", b"".join(struct.pack("<QQQQ", start + places[name], start, 0, 7) for name in names))
    return maker.bytes()


SPECIFICATION = """Name: {name}
Version: {version}
Release: 6.el9
{epoch}
Summary: made
License: MIT
BuildArch: noarch
%description
made
%files
"""
PACKAGES = (("made-tls", "1.1.1k", "Epoch: 1"), ("made-shell", "2022.83~rc1", ""), ("kernel-core", "5.14.0", ""))


def packages() -> list[bytes]:
    with tempfile.TemporaryDirectory() as place:
        for name, version, epoch in PACKAGES:
            file = Path(place) / f"{name}.spec"
            file.write_text(SPECIFICATION.format(name=name, version=version, epoch=epoch))
            command = [
                "rpmbuild",
                "--define",
                f"_topdir {place}",
                "--define",
                "_buildhost made",
                "--quiet",
                "-bb",
                file,
            ]
            subprocess.run(command, check=True)
        return [next(Path(place).rglob(f"{name}-*.rpm")).read_bytes() for name, _, _ in PACKAGES]


def header(package: bytes) -> bytes:
    entries, size = struct.unpack_from(">II", package, 96 + 8)
    at = 96 + -(-(16 + 16 * entries + size) // 8) * 8
    entries, size = struct.unpack_from(">II", package, at + 8)
    return package[at + 8 : at + 16 + 16 * entries + size]


def rpm() -> bytes:
    return packages()[0]


def rpm_sqlite() -> bytes:
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "rpmdb.sqlite"
        database = sqlite3.connect(file)
        database.execute("PRAGMA page_size = 1024")
        database.execute("CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)")
        database.executemany("INSERT INTO Packages (blob) VALUES (?)", [(header(it),) for it in packages()])
        database.commit()
        database.close()
        return file.read_bytes()


def rpm_berkeley() -> bytes:
    with tempfile.TemporaryDirectory() as place:
        text = "VERSION=3\nformat=bytevalue\ntype=hash\ndb_pagesize=1024\nHEADER=END\n"
        for number, it in enumerate(packages(), 1):
            text += f" {struct.pack('<I', number).hex()}\n {header(it).hex()}\n"
        text += f" {struct.pack('<I', 0).hex()}\n {struct.pack('<I', 3).hex()}\nDATA=END\n"
        subprocess.run(["db5.3_load", Path(place) / "Packages"], input=text.encode(), check=True)
        return (Path(place) / "Packages").read_bytes()


def rpm_ndb() -> bytes:
    # by the layout of lib/backend/ndb/rpmpkg.c: no package of Debian writes this kind
    slots, blobs = b"", b""
    for number, it in enumerate(packages(), 1):
        data = header(it)
        blob = struct.pack("<4sIII", b"BlbS", number, 1, len(data)) + data
        tail = struct.pack("<II4s", zlib.adler32(blob), len(data), b"BlbE")
        blob += bytes(-(len(blob) + len(tail)) % 16) + tail
        slots += struct.pack("<4sIII", b"Slot", number, (4096 + len(blobs)) // 16, len(blob) // 16)
        blobs += blob
    empty = struct.pack("<4sIII", b"Slot", 0, 0, 0)
    first = struct.pack("<4sIIIIIII", b"RpmP", 0, 1, 1, 4, 0, 0, 0) + slots
    return first + empty * ((4096 - len(first)) // 16) + blobs


CASES: dict[str, Callable[[], bytes]] = {
    "boot_loader": boot_loader, "busybox": busybox, "busybox-array": busybox_old, "busybox-toybox": busybox_toybox,
    "certificate": certificate, "certificate-der": certificate_der,
    "compiler": compiler, "go_build": go_build, "go_build-pointers": go_build_pointers, "kernel": kernel,
    "kernel_module": kernel_module, "library_name": lambda: library("-s"), "linkage": linkage, "rpm": rpm,
    "rpm-berkeley": rpm_berkeley, "rpm-ndb": rpm_ndb, "rpm-sqlite": rpm_sqlite, "rust_crates": rust_crates,
    "rust_crates-paths": rust_crates_paths, "symbol_version": symbol_version,
}  # fmt: skip

if __name__ == "__main__":
    for case in sys.argv[1:] or CASES:
        (HERE / case).mkdir(exist_ok=True)
        (HERE / case / "input").write_bytes(CASES[case]())
