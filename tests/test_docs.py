"""The documentation holds: its reference is generated, its links lead somewhere, its commands do what it shows."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer
from typer.main import get_command

from cupel.bills.format import BillFormat
from cupel.claims.proposals.proposer import Proposer
from cupel.cli import app
from cupel.dossier.write import Export
from cupel.inspect.detect.detector import Detector
from cupel.inspect.detect.reader import Reader
from cupel.inspect.identify.source import Source
from cupel.inspect.metric import Metric
from cupel.inspect.unpack.format import Format
from cupel.reference.feed import FeedReader
from cupel.room import Question, Room

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs/reference"
PAGES = sorted((ROOT / "docs").rglob("*.md")) + sorted(ROOT.glob("*.md"))
WRITTEN = [page for page in PAGES if REFERENCE not in page.parents]
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
PROTOCOLS = {
    "FORMAT": Format, "SOURCE": Source, "QUESTION": Question, "EXPORT": Export, "ROOM": Room, "TEST": Source,
    "FEED": FeedReader, "BILL": BillFormat, "DETECTOR": Detector, "METRIC": Metric, "READER": Reader,
    "PROPOSER": Proposer,
}  # fmt: skip


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, *languages: str) -> list[str]:
    return [text for language, text in FENCE.findall(page.read_text("utf-8")) if language in languages]


# --- the reference is generated --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["generate"] = module
    spec.loader.exec_module(module)
    return module


def test_reference_is_up_to_date(generate: ModuleType) -> None:
    assert generate.differences(generate.pages()) == [], "run `make docs`"


def test_check_names_what_differs(
    generate: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "reference"
    shutil.copytree(REFERENCE, folder)
    monkeypatch.setattr(generate, "REFERENCE", folder)
    (folder / "limits.md").write_text("changed by hand")
    (folder / "exports.md").unlink()
    (folder / "schemas/old.json").write_text("{}")
    assert generate.main(["--check"]) == 1
    said = capsys.readouterr().err
    for line in ("limits.md is out of date", "exports.md is missing", "schemas/old.json is not generated"):
        assert f"docs/reference/{line}." in said


# --- links -----------------------------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    text = FENCE.sub("", page.read_text("utf-8"))
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
    return slugs | set(re.findall(r'<a id="([^"]+)">', text))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_relative_links_resolve(page: Path) -> None:
    text = re.sub(r"`[^`\n]+`", "", FENCE.sub("", page.read_text("utf-8")))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


# --- commands --------------------------------------------------------------------------------------------------------


def shown_commands(page: Path) -> Iterator[str]:
    """Yield each `cupel ...` of a page's shell blocks and of its code within sentences."""
    text = page.read_text("utf-8")
    shell = "\n".join(blocks(page, "sh", "console")).replace("\\\n", " ")
    spans = re.findall(r"`(cupel [^`\n]+)`", FENCE.sub("", text))
    for line in [*shell.splitlines(), *spans]:
        for found in re.finditer(r"(?<![\w./-])cupel( [a-z-][^|>;]*)", line):
            yield found[1]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_shown_commands_exist(page: Path) -> None:
    for shown in shown_commands(page):
        command: Any = get_command(app)
        words = shown.split()
        while words and hasattr(command, "commands") and not words[0].startswith("-"):
            if words[0] not in command.commands and hasattr(command, "default"):
                words.insert(0, command.default)
            assert words[0] in command.commands, shown
            command = command.commands[words.pop(0)]
        options = {name for it in command.get_params(typer.Context(command)) for name in it.opts} | {"--help", "-h"}
        for option in re.findall(r"(?<!\S)--[a-z][a-z0-9-]*", " ".join(words)):
            assert option in options, shown


@pytest.fixture
def workplace(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """Make a folder like the repository's as a reader has it, with the command `cupel`."""
    made = shutil.ignore_patterns("dossier", "ledger.sqlite*", "__pycache__")
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=made)
    (tmp_path / "src").symlink_to(ROOT / "src")
    command = tmp_path / "bin/cupel"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cupel "$@"\n')
    command.chmod(0o755)
    given = {name: value for name, value in os.environ.items() if not name.startswith("CUPEL_")}
    paths = {"PATH": f"{command.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "src")}
    own = {"XDG_DATA_HOME": str(tmp_path / "data"), "COLUMNS": "100", "LC_ALL": "C.UTF-8"}
    return tmp_path, given | paths | own


@pytest.mark.parametrize("page", [page for page in WRITTEN if blocks(page, "console")], ids=named)
def test_shown_output_is_what_comes(page: Path, workplace: tuple[Path, dict[str, str]]) -> None:
    folder, environment = workplace
    if "jq " in page.read_text("utf-8") and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    for block in blocks(page, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            done = subprocess.run(
                ["bash", "-c", command], cwd=folder, env=environment, check=False,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            )  # fmt: skip
            said = "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())
            if done.returncode:
                said += f"[exit code {done.returncode}]\n"
            wanted = re.sub(r"(?m)^…\\\n", r"(?:.*\\n)*?", re.escape(output)).replace("…", ".*")
            assert re.fullmatch(wanted, said), f"$ {command}\n{said}"


# --- worked examples -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [page for page in WRITTEN if blocks(page, "python")], ids=named)
def test_worked_examples_keep_their_protocols(page: Path) -> None:
    kept = 0
    for block in blocks(page, "python"):
        if "make.py" in block or "expect(" in block:
            compile(block, named(page), "exec")
            continue
        names: dict[str, Any] = {"__name__": "example"}
        exec(block, names)
        for constant, protocol in PROTOCOLS.items():
            if constant in names:
                assert isinstance(names[constant], protocol)
                kept += 1
    assert kept
