"""busybox, CVE-2026-38752: a program goes in; whether its awk limits the depth of calls comes out."""

from cupel.inspect.vulnerabilities.marks import Text
from cupel.inspect.vulnerabilities.patch_test import PatchTest

TEST = PatchTest(
    name="busybox_2026_38752",
    title="busybox awk: a limit on the depth of calls",
    description="The fix counts the calls of functions and adds a message to the table of awk's messages.",
    reference="https://lists.busybox.net/pipermail/busybox/2026-June/092351.html",
    products=("busybox",),
    cves=("CVE-2026-38752",),
    files=("busybox*",),
    scope=(Text("Call to undefined function"),),
    added=(Text("Recursion limit exceeded"),),
    lack_of="added",
)
