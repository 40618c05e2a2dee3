"""Makes the inputs of the cases with writers of others: cyclonedx-python-lib and spdx-tools. Run it from anywhere.

The cases that no such writer can make (other versions, broken documents, a vendor's CSAF advisory) are written by hand.
`openvex-0.2.0/input` was made once with vexipy 0.3.0, which is no dependency because it needs a package under the GPL.
`expected.json` is always written by hand, from what went in.
"""

import datetime
from pathlib import Path
from uuid import UUID

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.bom_ref import BomRef
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.contact import OrganizationalContact
from cyclonedx.model.impact_analysis import ImpactAnalysisState
from cyclonedx.model.vulnerability import BomTarget, Vulnerability, VulnerabilityAnalysis
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL
from spdx_tools.spdx.model import (
    Actor,
    ActorType,
    Checksum,
    ChecksumAlgorithm,
    CreationInfo,
    Document,
    ExternalPackageRef,
    ExternalPackageRefCategory,
    File,
    Package,
    Relationship,
    RelationshipType,
    SpdxNoAssertion,
)  # fmt: skip
from spdx_tools.spdx.writer.write_anything import write_file

HERE = Path(__file__).parent
DAY = datetime.datetime(2026, 5, 4, 3, 2, 1, tzinfo=datetime.UTC)


def cyclonedx() -> None:
    zlib = Component(
        name="zlib", version="1.2.11", type=ComponentType.LIBRARY, bom_ref="zlib",
        purl=PackageURL("deb", "debian", "zlib1g", "1:1.2.11.dfsg-2"), cpe="cpe:2.3:a:zlib:zlib:1.2.11:*:*:*:*:*:*:*",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content="f" * 64)],
    )  # fmt: skip
    inner = Component(name="inner", group="org.acme", version="3", type=ComponentType.LIBRARY, bom_ref="inner")
    outer = Component(name="outer", type=ComponentType.APPLICATION, bom_ref="outer", components=[inner])
    bom = Bom(components=[zlib, outer], serial_number=UUID(int=1))
    bom.metadata.timestamp = DAY
    bom.metadata.authors = [OrganizationalContact(name="Acme Product Security")]
    bom.metadata.component = Component(name="ER-1000", version="2.1", type=ComponentType.FIRMWARE, bom_ref="root")
    bom.vulnerabilities = [
        Vulnerability(
            bom_ref=BomRef("v1"), id="CVE-2018-25032", affects=[BomTarget(ref="zlib")],
            analysis=VulnerabilityAnalysis(state=ImpactAnalysisState.NOT_AFFECTED, detail="deflate is not used"),
        ),
        Vulnerability(
            bom_ref=BomRef("v2"), id="CVE-2022-37434", affects=[BomTarget(ref="root")],
            analysis=VulnerabilityAnalysis(state=ImpactAnalysisState.EXPLOITABLE),
        ),
    ]  # fmt: skip
    for case, form, version in (
        ("cyclonedx-1.6", OutputFormat.JSON, SchemaVersion.V1_6),
        ("cyclonedx-1.4", OutputFormat.JSON, SchemaVersion.V1_4),
        ("cyclonedx-1.5-xml", OutputFormat.XML, SchemaVersion.V1_5),
    ):
        write(case, make_outputter(bom, form, version).output_as_string(indent=1).encode())


def spdx() -> None:
    def reference(category: ExternalPackageRefCategory, kind: str, locator: str) -> ExternalPackageRef:
        return ExternalPackageRef(category, kind, locator)

    packages = [
        Package("SPDXRef-Root", "ER-1000", SpdxNoAssertion(), version="2.1", files_analyzed=False),
        Package(
            "SPDXRef-zlib", "zlib", SpdxNoAssertion(), version="1.2.11", files_analyzed=False,
            description="A library\nin two lines. PackageName: not one",
            external_references=[
                reference(ExternalPackageRefCategory.PACKAGE_MANAGER, "purl", "pkg:deb/debian/zlib1g@1:1.2.11.dfsg-2"),
                reference(
                    ExternalPackageRefCategory.SECURITY, "cpe23Type", "cpe:2.3:a:zlib:zlib:1.2.11:*:*:*:*:*:*:*"
                ),
            ],
        ),
        Package("SPDXRef-dropbear", "dropbear", SpdxNoAssertion(), files_analyzed=False),
    ]  # fmt: skip
    file = File("./bin/dropbear", "SPDXRef-File", [Checksum(ChecksumAlgorithm.SHA1, "0" * 40)])
    ties = [
        Relationship("SPDXRef-DOCUMENT", RelationshipType.DESCRIBES, "SPDXRef-Root"),
        Relationship("SPDXRef-Root", RelationshipType.CONTAINS, "SPDXRef-zlib"),
        Relationship("SPDXRef-Root", RelationshipType.CONTAINS, "SPDXRef-dropbear"),
    ]
    made = CreationInfo(
        "SPDX-2.3", "SPDXRef-DOCUMENT", "ER-1000", "https://acme.example/er-1000",
        [Actor(ActorType.ORGANIZATION, "Acme Product Security"), Actor(ActorType.TOOL, "acme-build-3")], DAY,
    )  # fmt: skip
    document = Document(made, packages, [file], relationships=ties)
    for case, suffix in (("spdx-2.3", "json"), ("spdx-2.3-tag-value", "spdx")):
        place = HERE / case / f"input.{suffix}"
        place.parent.mkdir(exist_ok=True)
        write_file(document, str(place), validate=True)
        place.rename(place.with_suffix(""))


def write(case: str, data: bytes) -> None:
    (HERE / case).mkdir(exist_ok=True)
    (HERE / case / "input").write_bytes(data)


if __name__ == "__main__":
    cyclonedx()
    spdx()
