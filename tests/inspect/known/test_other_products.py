"""A case is told as one of its own product: of an image that does not name that product, this is said; and whether
manuals tell of an access is answered by manuals alone."""

from pathlib import Path

from cupel.records.finding import Finding
from made_image import examined

PASSWD = "root:abSQTPcIskFGc:0:0:root:/:/bin/sh\n"


def documented(folder: Path, files: dict[str, str]) -> Finding:
    (finding,) = (it for it in examined(folder, files).findings if it.detector == "access/documented_cases")
    return finding


def test_the_case_of_another_product_is_told_as_such(tmp_path: Path) -> None:
    finding = documented(tmp_path, {"etc/passwd": PASSWD, "bin/sh": "#!/bin/true\n"})
    assert "The case was published for Netis E1+; neither the image's name" in finding.statement
    assert "holds the published hash" in finding.statement
    assert finding.tier == "configured"


def test_a_copy_of_an_account_file_puts_nothing_to_use(tmp_path: Path) -> None:
    finding = documented(tmp_path, {"usr/share/defaults/passwd": PASSWD, "etc/passwd": "root:*:0:0::/:/bin/sh\n"})
    assert finding.tier == "present"
    assert "of which nothing read says that a login uses it" in finding.tier_reason


def test_what_the_sources_say_is_a_fact_and_no_answer_of_manuals(tmp_path: Path) -> None:
    start = "#!/bin/sh\nimage_sign=`cat /etc/config/image_sign`\ntelnetd -u Alphanetworks:$image_sign -i br0 &\n"
    finding = documented(
        tmp_path, {"etc/init.d/S80telnet.sh": start, "usr/sbin/telnetd": "#!/bin/sh\n", "bin/sh": "#!/bin/true\n"}
    )
    answers = {it.name: it.answer for it in finding.facets}
    assert answers["documented"] == "unknown"
    assert str(finding.facts["sources_say_documented"]).startswith("no: ")


def test_an_image_that_names_the_product_is_told_without_that(tmp_path: Path) -> None:
    release = "config system 'device'\n\toption model 'Netis E1+'\n"
    finding = documented(tmp_path, {"etc/passwd": PASSWD, "bin/sh": "#!/bin/true\n", "etc/config/system": release})
    assert "The case was published for" not in finding.statement
