"""Plug-ins keep their protocol, and cost nothing before they are used."""

import ast
import sys
import types
from pathlib import Path
from typing import Protocol, runtime_checkable

import pytest

import cupel
from cupel import plugins
from cupel.assess import questions, rooms
from cupel.dossier.write import exports
from cupel.errors import PluginError

SOURCE = Path(cupel.__file__).parent
PLUGIN_FOLDERS = [
    SOURCE / "inspect/unpack/formats",
    SOURCE / "inspect/questions",
    SOURCE / "inspect/identify/sources",
    SOURCE / "inspect/startup",
    SOURCE / "inspect/versions",
    SOURCE / "inspect/vulnerabilities/features",
    SOURCE / "inspect/vulnerabilities/patches",
    SOURCE / "inspect/detect/access",
    SOURCE / "inspect/detect/destinations",
    SOURCE / "inspect/detect/weaknesses",
    SOURCE / "inspect/detect/code",
    SOURCE / "inspect/measure",
    SOURCE / "claims/attribution/rules",
    SOURCE / "claims/exports",
    SOURCE / "documents/formats",
    SOURCE / "dossier/exports",
    SOURCE / "reference/sources",
    SOURCE / "bills/formats",
]


@runtime_checkable
class Thing(Protocol):
    name: str

    def act(self) -> None: ...


def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **modules: str) -> str:
    folder = tmp_path / "things_for_test"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [name for name in sys.modules if name.startswith("things_for_test")]:
        monkeypatch.delitem(sys.modules, name)
    return "things_for_test"


GOOD = "class T:\n name = '{0}'\n def act(self): pass\nTHING = T()\n"


def test_loads_in_sorted_order_and_leaves_shared_modules_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = package(tmp_path, monkeypatch, b=GOOD.format("b"), a=GOOD.format("a"), _shared="raise RuntimeError")
    assert [thing.name for thing in plugins.load(name, "THING", Thing)] == ["a", "b"]


def test_a_module_without_its_constant_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = package(tmp_path, monkeypatch, lost="OTHER = 1\n")
    with pytest.raises(PluginError, match=r"lost\.py has no THING"):
        plugins.load(name, "THING", Thing)


def test_a_constant_that_does_not_keep_the_protocol_is_named_with_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = package(tmp_path, monkeypatch, half="class T:\n name = 'x'\nTHING = T()\n")
    with pytest.raises(PluginError, match=r"half\.py .* lacks act"):
        plugins.load(name, "THING", Thing)


def test_a_changed_source_changes_the_rule_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = package(tmp_path, monkeypatch, a=GOOD.format("a"))
    before = plugins.version_of(name)
    (tmp_path / name / "a.py").write_text(GOOD.format("a") + "# changed\n")
    plugins.version_of.cache_clear()
    assert plugins.version_of(name) != before


@pytest.mark.parametrize(
    "file",
    [file for folder in PLUGIN_FOLDERS for file in sorted(folder.glob("*.py"))] + sorted(SOURCE.glob("*/room.py")),
    ids=lambda file: f"{file.parent.name}/{file.name}",
)
def test_plugin_imports_only_the_standard_library_and_cupel_at_module_level(file: Path) -> None:
    foreign = set()
    for node in ast.parse(file.read_text()).body:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        foreign |= {name for name in names if name.split(".")[0] not in {*sys.stdlib_module_names, "cupel"}}
    assert not foreign


def test_every_room_question_and_export_says_what_it_is() -> None:
    assert [room.name for room in rooms()] == ["inspect", "claims"]
    seen = set()
    for room in rooms():
        for question in questions(room):
            assert question.id.startswith(f"{room.name}/")
            assert question.text.endswith("?")
            assert question.description
            seen.add(question.id)
    assert len(seen) == sum(len(questions(room)) for room in rooms())
    assert all(export.description and export.file for export in exports())
    assert isinstance(cupel, types.ModuleType)
