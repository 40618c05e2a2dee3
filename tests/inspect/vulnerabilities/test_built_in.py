"""Built in: yes where the code is there, no where it is known to be left out, unknown with what would settle it."""

import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cupel.inspect.identify.source import Visited
from cupel.inspect.reachable.files import Files
from cupel.inspect.unpack.content import WINDOW, BytesContent
from cupel.inspect.vulnerabilities.built_in.answer import built_in
from cupel.inspect.vulnerabilities.built_in.rules import (
    Rule,
    aliases,
    rule_for,
    rules,
    wanted_features,
    watched_symbols,
)
from cupel.inspect.vulnerabilities.features.compiled import SOURCE
from cupel.records.build import Applets, Feature, KernelConfiguration, KernelModule, Linkage
from cupel.records.component import Component
from cupel.records.evidence import Evidence
from cupel.records.inspection import Inspection
from cupel.records.vulnerability import Step

Image = Callable[..., Inspection]
Made = Callable[..., Component]
FEATURE_CASES = sorted((Path(__file__).parents[2] / "cases/features").iterdir())
HERE = Evidence("a" * 64, "fw.bin!x", "", "", "")


def answer(image: Inspection, component: Component, cve: str) -> Step:
    rule = rule_for((component.product, *component.cpe), cve)
    assert rule is not None
    return built_in(rule, component, image.build, Files(image))


def test_the_rules_cover_enough_and_each_has_a_source() -> None:
    table = rules()
    assert len({cve for _, cve in table}) >= 120
    assert len({cve for product, cve in table if product == "linux"}) >= 40
    for (product, cve), rule in table.items():
        assert re.fullmatch(r"CVE-\d{4}-\d{4,7}", cve), (product, cve)
        assert rule.source and rule.what
        asked = (rule.applets, rule.options, rule.modules, rule.libraries, rule.symbols, rule.programs, rule.files,
                 rule.features, rule.setting)  # fmt: skip
        assert rule.always != any(asked), f"{product} {cve} asks nothing, or asks although it is always there"
        assert set(rule.features) <= {it.name for it in wanted_features() if it.product == product}
        assert all(option.startswith("CONFIG_") for option in rule.options)


def test_a_rule_is_found_by_catalogue_name_and_cpe() -> None:
    assert rule_for(("linux-kernel", "linux:linux_kernel"), "CVE-2022-0435") is rules()["linux", "CVE-2022-0435"]
    assert rule_for(("libcurl",), "CVE-2019-5482") is not None
    assert rule_for(("busybox",), "CVE-1999-0001") is None
    assert len(set(aliases().values())) >= 15


@pytest.mark.parametrize(
    ("names", "cve", "state"),
    [
        (("awk", "sh"), "CVE-2021-42386", "yes"),
        (("sh", "cat"), "CVE-2021-42386", "no"),
        (("man",), "CVE-2021-42373", "yes"),
        (("tar",), "CVE-2021-42374", "unknown"),
        (("unlzma",), "CVE-2021-42374", "yes"),
        (("cat",), "CVE-2021-42374", "no"),
        (("unzip",), "CVE-2021-42374", "unknown"),
        (("tcpsvd",), "CVE-2022-28391", "unknown"),
        ((), "CVE-2018-1000517", "unknown"),
    ],
)
def test_applets(image: Image, component: Made, names: tuple[str, ...], cve: str, state: str) -> None:
    applets = (Applets("busybox", names, HERE),) if names else ()
    step = answer(image({}, applets=applets), component("busybox", "1.30.0"), cve)
    assert step.state == state
    assert step.evidence or not names


def test_applets_of_another_copy_say_nothing_of_this_one(image: Image, component: Made) -> None:
    made = image({"bin/busybox": "ELF one", "rescue/busybox": "ELF two"})
    hashes = {it.path: it.sha256 for it in made.occurrences}
    applets = tuple(
        Applets("busybox", names, Evidence(hashes[path], "", "", "", ""))
        for path, names in (("bin/busybox", ("sh",)), ("rescue/busybox", ("awk",)))
    )
    made = image({}, applets=applets)
    assert answer(made, component("busybox", "1.30", ("ELF one",)), "CVE-2021-42386").state == "no"
    assert answer(made, component("busybox", "1.31", ("ELF two",)), "CVE-2021-42386").state == "yes"


def test_what_another_file_tells_is_unknown_of_this_one(image: Image, component: Made) -> None:
    other = image(
        {}, applets=(Applets("busybox", ("sh",), HERE),), features=(Feature("dnsmasq", "DNSSEC", False, HERE),)
    )
    assert answer(other, component("busybox", "1.30", ("ELF one",)), "CVE-2021-42386").state == "unknown"
    assert answer(other, component("dnsmasq", "2.80", ("ELF one",)), "CVE-2020-25681").state == "unknown"


def test_the_options_of_another_kernel_say_nothing_of_this_one(image: Image, component: Made) -> None:
    kernels = (KernelConfiguration({}, HERE), KernelConfiguration({}, Evidence("b" * 64, "", "", "", "")))
    assert answer(image({}, kernels=kernels), component("linux", "4.9.133"), "CVE-2022-0435").state == "unknown"
    modules = (KernelModule("nf_nat", "5.4.1", HERE),)
    step = answer(image({}, kernels=kernels[:1], modules=modules), component("linux", "4.9.133"), "CVE-2022-0435")
    assert step.state == "unknown"


def test_a_link_named_like_the_applet_is_enough_without_a_list(image: Image, component: Made) -> None:
    step = answer(image({"usr/bin/wget": "-> ../../bin/busybox"}), component("busybox", "1.27"), "CVE-2018-1000517")
    assert (step.state, "usr/bin/wget links to busybox" in step.reason) == ("yes", True)


@pytest.mark.parametrize(
    ("options", "modules", "state"),
    [
        ({"CONFIG_TIPC": "y"}, (), "yes"),
        ({"CONFIG_TIPC": "m"}, ("tipc",), "yes"),
        ({"CONFIG_TIPC": "m"}, ("nf_nat",), "no"),
        ({"CONFIG_TIPC": "m"}, (), "unknown"),
        ({"CONFIG_INET": "y"}, (), "no"),
        (None, ("tipc",), "yes"),
        (None, ("nf_nat",), "unknown"),
        (None, (), "unknown"),
    ],
)
def test_kernel(
    image: Image, component: Made, options: dict[str, str] | None, modules: tuple[str, ...], state: str
) -> None:
    kernels = (KernelConfiguration(options, HERE),) if options is not None else ()
    loaded = tuple(KernelModule(name, "4.9.133", HERE) for name in modules)
    step = answer(image({}, kernels=kernels, modules=loaded), component("linux", "4.9.133"), "CVE-2022-0435")
    assert step.state == state
    assert "CONFIG_TIPC" in step.reason or modules == ("tipc",)


@pytest.mark.parametrize(("compiled", "state"), [(True, "yes"), (False, "no"), (None, "unknown"), ("", "unknown")])
def test_features(image: Image, component: Made, compiled: bool | str | None, state: str) -> None:
    told = () if compiled == "" else (Feature("dnsmasq", "DNSSEC", compiled, HERE),)  # type: ignore[arg-type]
    step = answer(image({}, features=told), component("dnsmasq", "2.80"), "CVE-2020-25681")
    assert step.state == state


@pytest.mark.parametrize(
    ("imports", "extent", "state"),
    [(("inflateGetHeader",), "full", "yes"), ((), "full", "no"), ((), "partial", "unknown")],
)
def test_imports(image: Image, component: Made, imports: tuple[str, ...], extent: str, state: str) -> None:
    linkage = (Linkage("b" * 64, "fw.bin!usr/bin/tool", "", ("libz.so.1",), imports),)
    own = component("zlib", "1.2.11", ("ELF z",))
    own = dataclasses.replace(own, copies=(dataclasses.replace(own.copies[0], extent=extent),))
    assert answer(image({}, linkage=linkage), own, "CVE-2022-37434").state == state
    assert answer(image({}), own, "CVE-2022-37434").state == "unknown"


def test_the_dhcp_client_s_weakness_is_not_the_server_s(image: Image, component: Made) -> None:
    made = image({}, applets=(Applets("busybox", ("udhcpd",), HERE),))
    assert answer(made, component("busybox", "1.20"), "CVE-2011-2716").state == "no"
    assert answer(made, component("busybox", "1.20"), "CVE-2018-20679").state == "yes"


@pytest.mark.parametrize(("path", "state"), [("usr/bin/scp", "yes"), ("usr/bin/ssh", "no")])
def test_programs(image: Image, component: Made, path: str, state: str) -> None:
    assert answer(image({path: "ELF"}), component("openssh", "7.4p1"), "CVE-2019-6111").state == state


@pytest.mark.parametrize(
    ("paths", "state"),
    [
        (["usr/lib/samba/vfs/fruit.so"], "yes"),
        (["usr/lib/samba/vfs/audit.so"], "no"),
        (["usr/sbin/smbd"], "unknown"),
    ],
)
def test_plugins(image: Image, component: Made, paths: list[str], state: str) -> None:
    made = image(dict.fromkeys(paths, "ELF"))
    assert answer(made, component("samba", "4.10.2"), "CVE-2021-44142").state == state


@pytest.mark.parametrize(("text", "state"), [("disable monitor\n", "no"), ("restrict default\n", "unknown")])
def test_settings(image: Image, component: Made, text: str, state: str) -> None:
    assert answer(image({"etc/ntp.conf": text}), component("ntp", "4.2.6"), "CVE-2013-5211").state == state


def test_core_code_is_always_there_and_no_rule_is_unknown(image: Image, component: Made) -> None:
    made = image({})
    assert answer(made, component("linux", "4.9"), "CVE-2016-5195").state == "yes"
    step = built_in(None, component("expat", "2.2"), made.build, Files(made))
    assert step.state == "unknown" and "no rule" in step.reason


def test_the_symbols_that_linkage_must_keep() -> None:
    assert "inflateGetHeader" in watched_symbols()
    assert watched_symbols() == {symbol for rule in rules().values() for symbol in rule.symbols}


def features(name: str, data: bytes) -> dict[str, bool | None]:
    file = Visited(f"usr/sbin/{name}", "c" * 64, "ELF executable, ARM", BytesContent(data), ())
    assert SOURCE.wants(file)
    return {it.name: it.compiled for it in SOURCE.examine(file) if isinstance(it, Feature)}


@pytest.mark.parametrize("folder", FEATURE_CASES, ids=lambda folder: folder.name)
def test_golden_case_of_features(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text())
    data = (folder / "input").read_bytes()
    file = Visited(expected["path"], "c" * 64, expected["type"], BytesContent(data), ())
    assert SOURCE.name == expected["source"] and SOURCE.wants(file)
    facts = [it for it in SOURCE.examine(file) if isinstance(it, Feature)]
    assert {it.name: it.compiled for it in facts} == expected["features"]
    for it in facts:
        offset = int(it.evidence.locator.removeprefix("@"), 16)
        assert data[offset:].decode("latin-1").startswith(it.evidence.quote)


OPTIONS = b"\x7fELF\x00IPv6 GNU-getopt no-DBus no-i18n no-IDN DHCP DHCPv6 no-Lua TFTP no-conntrack auth no-DNSSEC\x00"


def test_dnsmasq_s_line_of_options() -> None:
    found = features("dnsmasq", OPTIONS)
    assert found == {"DNSSEC": False, "DHCPv6": True, "TFTP": True, "DHCP": True}
    assert set(features("dnsmasq", b"\x7fELF nothing").values()) == {None}


@pytest.mark.parametrize(
    ("name", "data", "feature", "compiled"),
    [
        ("hostapd", b"\x00EAP-pwd Hunting And Pecking\x00", "EAP-pwd", True),
        ("hostapd", b"\x00ssid\x00", "EAP-pwd", False),
        ("wpad-mini", b"\x00SAE Hunting and Pecking\x00", "SAE", True),
        ("wpad-mini", b"\x00sae_groups\x00", "SAE", False),  # every wpa_supplicant parses that key
        ("libssl.so.1.0.0", b"\x00tls1_process_heartbeat\x00", "heartbeat", True),
        ("libssl.so.1.0.0", b"\x00SSL_new\x00", "heartbeat", False),
        ("libcurl.so.4.6.0", b"\x00tftp\x00", "tftp", True),
        ("libcurl.so.4.6.0", b"\x00http\x00", "tftp", False),
        ("libcurl.so.4.6.0", b"\x00imap\x00", "imap", False),  # every build guesses that scheme from a host's name
        ("libcrypto.so.1.1", b"\x00SHA256\x00", "SM2", None),
    ],
)
def test_marks_of_features(name: str, data: bytes, feature: str, compiled: bool | None) -> None:
    assert features(name, b"\x7fELF" + data)[feature] is compiled


def test_a_mark_across_two_windows_is_seen() -> None:
    assert features("hostapd", bytes(WINDOW - 4) + b"EAP-pwd Hunting And Pecking" + bytes(100))["EAP-pwd"] is True


def test_other_files_are_not_read() -> None:
    for path, kind in (("etc/hostapd.conf", "text"), ("usr/sbin/sshd", "ELF executable, ARM")):
        assert not SOURCE.wants(Visited(path, "", kind, BytesContent(b""), ()))


def test_two_rules_for_one_vulnerability_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from cupel.inspect.vulnerabilities.built_in import rules as module

    row = {"cves": ["CVE-2000-0001"], "what": "x", "always": True}
    monkeypatch.setattr(module, "_documents", lambda: ((Path("a.toml"), {"source": "s", "rule": [row, row]}),))
    with pytest.raises(ValueError, match="two rules"):
        module.rules.__wrapped__()


def test_rules_are_plain_records() -> None:
    assert Rule("a", ("CVE-2000-0001",), "b", "c").surface == ""
