"""Packs the FIT image that the FIT cases share, with mkimage."""

import hashlib
import os
import subprocess
import tempfile
from pathlib import Path

from _tree import NOISE

KERNEL, TREE, ROOTFS = NOISE[:1501], NOISE[1501:1608], NOISE[1608:]
SOURCE = """/dts-v1/;
/ {
	description = "Example firmware";
	#address-cells = <1>;
	images {
		kernel-1 {
			description = "kernel"; data = /incbin/("kernel");
			type = "kernel"; arch = "arm64"; os = "linux"; compression = "lzma";
			load = <0x48000000>; entry = <0x48000000>;
			hash-1 { algo = "crc32"; };
			hash-2 { algo = "sha256"; };
		};
		fdt-1 {
			data = /incbin/("tree"); type = "flat_dt"; arch = "arm64"; compression = "none";
			hash-1 { algo = "md5"; };
			hash-2 { algo = "sha1"; };
		};
		rootfs-1 {
			data = /incbin/("rootfs"); type = "filesystem"; arch = "arm64"; compression = "none";
			hash-1 { algo = "sha512"; };
		};
	};
	configurations {
		default = "config-1";
		config-1 {
			kernel = "kernel-1"; fdt = "fdt-1"; loadables = "rootfs-1";
			signature-1 {
				algo = "sha256,rsa2048"; key-name-hint = "factory";
				sign-images = "kernel", "fdt"; };
		};
	};
};
"""
FACTS = {
    "description": "Example firmware",
    "default configuration": "config-1",
    "made at": 1700000000,
    "kernel-1 type": "kernel",
    "kernel-1 architecture": "arm64",
    "kernel-1 os": "linux",
    "kernel-1 compression": "lzma",
    "kernel-1 crc32": "correct",
    "kernel-1 sha256": "correct",
    "fdt-1 type": "flat_dt",
    "fdt-1 md5": "correct",
    "fdt-1 sha1": "correct",
    "rootfs-1 type": "filesystem",
    "rootfs-1 sha512": "correct",
    "signature configurations/config-1/signature-1": "sha256,rsa2048, key factory, empty",
}


def pack(output: Path, *options: str) -> list[dict[str, object]]:
    """Write the image, with mkimage's further options, and list what must come out."""
    images = {"kernel": KERNEL, "tree": TREE, "rootfs": ROOTFS}
    with tempfile.TemporaryDirectory() as place:
        for name, data in images.items():
            (Path(place) / name).write_bytes(data)
        (Path(place) / "fit.its").write_text(SOURCE)
        command = ["mkimage", "-f", "fit.its", *options, output.resolve()]
        environment = os.environ | {"SOURCE_DATE_EPOCH": "1700000000"}
        subprocess.run(command, check=True, cwd=place, stdout=subprocess.DEVNULL, env=environment)
    names = zip(("kernel-1", "fdt-1", "rootfs-1"), images.values(), strict=True)
    return [
        {
            "path": f"images/{name}",
            "kind": "file",
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        for name, data in names
    ]
