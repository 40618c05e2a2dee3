"""Only what runs and listens to the outside lifts a finding to reachable; a deployment may lower it again."""

import dataclasses
from collections.abc import Callable

from cupel.inspect.detect.finding import found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.reaching import as_deployed, reached
from cupel.inspect.vulnerabilities.configuration import Configuration, overlay
from cupel.records.evidence import Evidence
from cupel.records.finding import Finding, Tier
from cupel.records.inspection import Inspection

PLACE = "fw.bin!squashfs@0x0"
DROPBEAR = {"usr/sbin/dropbear": "ELF dropbear", "etc/rc.d/S50dropbear": "-> ../init.d/dropbear"}
START = "#!/bin/sh /etc/rc.common\nstart() {\n  /usr/sbin/dropbear -p 22\n}\n"


def finding(image: Image, tier: Tier = "configured", program: str = f"{PLACE}!usr/sbin/dropbear") -> Finding:
    evidence = Evidence("0" * 64, f"{PLACE}!etc/dropbear/authorized_keys:1", "ssh-rsa", "test", "")
    return found(
        image, "access/authorized_keys", "authorized-key", title="t", statement="s", subject="k", tier=tier,
        tier_reason="it lies where dropbear reads it", evidence=[evidence], program=program,
    )  # fmt: skip


def made(image: Callable[..., Inspection], **files: str) -> Image:
    return Image(image(DROPBEAR | {"etc/init.d/dropbear": START} | files), (), {})


def test_what_runs_and_listens_is_reachable(image: Callable[..., Inspection]) -> None:
    here = made(image)
    lifted = reached(finding(here), here)
    assert lifted.tier == "reachable"
    assert "22/tcp on any address" in lifted.tier_reason
    assert "factory state" in lifted.tier_reason
    interface = next(it for it in lifted.facets if it.name == "on which interface")
    assert (interface.answer, interface.reason) == ("yes", "22/tcp on any address")


def test_present_is_never_lifted(image: Callable[..., Inspection]) -> None:
    here = made(image)
    assert reached(finding(here, "present"), here).tier == "present"


def test_a_finding_without_a_program_is_never_lifted(image: Callable[..., Inspection]) -> None:
    here = made(image)
    assert reached(finding(here, program=""), here).tier == "configured"


def test_the_loopback_is_no_outside(image: Callable[..., Inspection]) -> None:
    here = made(image, **{"etc/init.d/dropbear": START.replace("-p 22", "-p 127.0.0.1:22")})
    assert reached(finding(here), here).tier == "configured"


def test_a_condition_that_files_leave_open_lifts_nothing(image: Callable[..., Inspection]) -> None:
    script = START.replace("  /usr/sbin", "  [ -f /tmp/ssh ] && /usr/sbin")
    here = made(image, **{"etc/init.d/dropbear": script})
    assert reached(finding(here), here).tier == "configured"


def test_a_deployment_that_switches_it_off_lowers_it(image: Callable[..., Inspection]) -> None:
    here = made(image)
    lifted = reached(finding(here), here)
    settings = image({"etc/config/dropbear": "config dropbear\n\toption enable '0'\n"}).build.settings
    off = Configuration("deployed.uci", ("etc/config/dropbear",), settings, (), ())
    deployed = Image(dataclasses.replace(here.inspection, build=overlay(here.build, off)), (), {})
    judged = as_deployed([lifted], deployed, off.name)
    assert judged[0].tier == "configured"
    assert "deployed.uci" in judged[0].tier_reason


def test_an_identifier_survives_other_bytes_and_names_another_thing_differently(
    image: Callable[..., Inspection],
) -> None:
    here = made(image)
    first = finding(here)
    other = dataclasses.replace(first.evidence[0], artefact="1" * 64, quote="ssh-rsa other")
    again = found(
        here, "access/authorized_keys", "authorized-key", title="x", statement="y", subject="k", tier="present",
        tier_reason="z", evidence=[other],
    )  # fmt: skip
    assert again.id == first.id
    assert (
        found(
            here, "access/authorized_keys", "authorized-key", title="t", statement="s", subject="another",
            tier="present", tier_reason="z", evidence=[other],
        ).id
        != first.id
    )  # fmt: skip


def test_another_start_of_the_same_program_lifts_nothing(image: Callable[..., Inspection]) -> None:
    script = START.replace("}", "  [ -f /tmp/open ] && /usr/sbin/dropbear -B -p 2222\n}")
    here = made(image, **{"etc/init.d/dropbear": script})
    conditional = dataclasses.replace(finding(here).evidence[0], locator=f"{PLACE}!etc/init.d/dropbear:4")
    sure = dataclasses.replace(conditional, locator=f"{PLACE}!etc/init.d/dropbear:3")
    assert reached(dataclasses.replace(finding(here), evidence=(conditional,)), here).tier == "configured"
    assert reached(dataclasses.replace(finding(here), evidence=(sure,)), here).tier == "reachable"


def test_a_sentence_names_a_few_ports_and_how_many_more(image: Callable[..., Inspection]) -> None:
    many = "".join(f"  /usr/sbin/dropbear -p {port}\n" for port in range(1_000, 1_040))
    here = made(image, **{"etc/init.d/dropbear": f"#!/bin/sh /etc/rc.common\nstart() {{\n{many}}}\n"})
    lifted = reached(finding(here), here)
    assert lifted.tier == "reachable"
    assert "and 32 more" in lifted.tier_reason
