"""Makes root file systems for tests: a table of files goes in, the Inspection of that folder comes out."""

import base64
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cupel.inspect.inspection import inspect
from cupel.records.inspection import Inspection


def examined(folder: Path, files: Mapping[str, Any], **options: Any) -> Inspection:
    """Write files below `folder` and inspect it. A value is text, bytes, or a table: `text`, `base64`, `file` (Path) or
    `link`, with `mode` (octal text)."""
    root = folder / "root"
    for path, value in files.items():
        it = value if isinstance(value, Mapping) else {"text" if isinstance(value, str) else "bytes": value}
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if "link" in it:
            target.symlink_to(it["link"])
            continue
        target.write_bytes(_bytes(it))
        target.chmod(int(it.get("mode", "0755" if _bytes(it)[:2] == b"#!" else "0644"), 8))
    return inspect(root, threads=1, **options)


def read_case(file: Path) -> dict[str, Any]:
    """Read a golden case; `file` in it becomes a path beside it."""
    case = tomllib.loads(file.read_text("utf-8"))
    for it in case.get("files", {}).values():
        if "file" in it:
            it["file"] = file.parent / it["file"]
    return case


def _bytes(it: Mapping[str, Any]) -> bytes:
    if "bytes" in it:
        return bytes(it["bytes"])
    if "base64" in it:
        return base64.b64decode(it["base64"])
    if "file" in it:
        return Path(it["file"]).read_bytes()
    return str(it["text"]).encode("utf-8")
