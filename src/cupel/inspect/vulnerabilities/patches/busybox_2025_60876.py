"""busybox, CVE-2025-60876: a program goes in; whether its wget refuses control characters in an address comes out."""

from cupel.inspect.vulnerabilities.marks import Part
from cupel.inspect.vulnerabilities.patch_test import PatchTest

TEST = PatchTest(
    name="busybox_2025_60876",
    title="busybox wget: control characters in an address",
    description="The fix looks through the address in the function that takes it apart, and ends with a message.",
    reference="https://lists.busybox.net/pipermail/busybox/2025-November/091840.html",
    products=("busybox",),
    cves=("CVE-2025-60876",),
    files=("busybox*",),
    scope=(Part("not an http or ftp url"),),
    added=(Part("Unencoded control character found in the URL!"),),
    lack_of="added",
)
