"""busybox, CVE-2026-38755: a program goes in; whether its shell ash limits the depth of calls comes out."""

from cupel.inspect.vulnerabilities.marks import Part, Text
from cupel.inspect.vulnerabilities.patch_test import PatchTest

TEST = PatchTest(
    name="busybox_2026_38755",
    title="busybox ash: a limit on the depth of calls",
    description="The fix counts the calls of shell functions, and ends with a message; the shell's other messages "
    "tell that it is ash.",
    reference="https://lists.busybox.net/pipermail/busybox/2026-June/092354.html",
    products=("busybox",),
    cves=("CVE-2026-38755",),
    files=("busybox*",),
    scope=(Part("Illegal number: %s"), Text("parameter not set")),
    added=(Part("function recursion limit exceeded"),),
    lack_of="added",
)
