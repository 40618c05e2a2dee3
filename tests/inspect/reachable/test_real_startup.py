"""What vendors' images start, against what is known of them by reading them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cupel.inspect.inspection import inspect
from cupel.inspect.reachable.files import Files
from cupel.inspect.reachable.running import Running, running
from cupel.inspect.vulnerabilities.configuration import overlay, read_configuration
from cupel.records.inspection import Inspection

RealImage = Callable[[str], Path]


def runs(found: Inspection, program: str) -> list[Running]:
    return [it for it in running(Files(found), found.build) if it.program == program]


def test_lede_starts_its_servers_and_closes_them_to_the_wan(real_image: RealImage) -> None:
    found = inspect(real_image("lede-17.01.4-wr841v11.bin"))
    for program, port in (("dnsmasq", "53/udp"), ("dropbear", "22/tcp"), ("uhttpd", "80/tcp")):
        run = next(it for it in runs(found, program) if it.state == "yes")
        assert run.reason.startswith("/etc/rc.d/S") and port in [it.port for it in run.listeners]
        assert "zone wan refuses" in run.guarded


def test_netcore_s_launcher_without_its_program_runs_nothing(real_image: RealImage) -> None:
    found = inspect(real_image("netcore-nc935-1.0.32180.squashfs"))
    residue = runs(found, "igdmptd")
    assert {it.state for it in residue} == {"no"} and all("not in the image" in it.reason for it in residue)
    assert not [it for it in runs(found, "UDPserver") if it.state == "yes"]


@pytest.mark.parametrize(("enable", "state"), [("", "no"), ("1", "yes")])
def test_technicolor_s_ssh_is_off_until_it_is_deployed_on(
    real_image: RealImage, tmp_path: Path, enable: str, state: str
) -> None:
    found = inspect(real_image("technicolor-AGTEF_1.0.0_004_closed.tar.xz"))
    build, files = found.build, Files(found)
    if enable:
        (tmp_path / "dropbear").write_text(f"config dropbear\n\toption enable '{enable}'\n\toption Port '22'\n")
        configuration = read_configuration(tmp_path / "dropbear")
        build = overlay(build, configuration)
        files.lay_over(configuration.name, configuration.files)
    states = {it.state for it in running(files, build) if it.program == "dropbear"}
    assert state in states and (state == "yes" or states == {"no"})


def test_tp_link_starts_its_web_server_and_lacks_the_telnet_server(real_image: RealImage) -> None:
    found = inspect(real_image("tplink-mr3020v1-3.17.2.bin"))
    assert [it.state for it in runs(found, "httpd")] == ["yes"]
    assert [it.state for it in runs(found, "telnetd")] == ["no"]
