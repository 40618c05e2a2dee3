"""dropbear, CVE-2023-48795: a program goes in; whether it offers strict key exchange comes out."""

from cupel.inspect.vulnerabilities.marks import Text
from cupel.inspect.vulnerabilities.patch_test import PatchTest

TEST = PatchTest(
    name="dropbear_2023_48795",
    title="dropbear: strict key exchange (Terrapin)",
    description="The fix offers a name for strict key exchange beside the algorithms; without that name in the "
    "program it cannot be agreed on. The other name of dropbear's own stands in the same table.",
    reference="https://github.com/mkj/dropbear/commit/6e43be5c7b99dbee49dc72b6f989f29fdd7e9356",
    products=("dropbear",),
    cves=("CVE-2023-48795",),
    files=("dropbear", "dropbearmulti", "dbclient"),
    scope=(Text("kexguess2@matt.ucc.asn.au"),),
    added=(Text("kex-strict-s-v00@openssh.com"), Text("kex-strict-c-v00@openssh.com")),
    lack_of="added",
)
