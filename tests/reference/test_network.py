"""One module may use the network; no other even imports what could."""

import ast
from collections.abc import Iterator
from pathlib import Path

import cupel

SOURCE = Path(cupel.__file__).parent
NETWORK = {"socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "imaplib", "poplib", "telnetlib", "xmlrpc",
           "socketserver", "asyncio", "requests", "httpx", "urllib3", "aiohttp"}  # fmt: skip
ALLOWED = {
    "reference/fetch.py",
    "ledger/postgresql.py",  # reaches the one database that a person names; TLS for it
}


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_only_fetch_uses_the_network() -> None:
    found = {
        file.relative_to(SOURCE).as_posix()
        for file in SOURCE.rglob("*.py")
        for name in imports(file)
        if name in NETWORK or name.split(".")[0] in NETWORK
    }
    assert "reference/fetch.py" in found, "the test sees what it looks for"
    assert found <= ALLOWED


def test_only_an_update_leads_to_fetch() -> None:
    found = {
        file.relative_to(SOURCE).as_posix()
        for file in SOURCE.rglob("*.py")
        if "cupel.reference.fetch" in set(imports(file))
    }
    assert found == {"reference/update.py"}
