"""Samba, CVE-2025-10230: a WINS server goes in; whether it gives any name to the shell of the WINS hook comes out."""

from cupel.inspect.vulnerabilities.marks import Part
from cupel.inspect.vulnerabilities.patch_test import PatchTest

TEST = PatchTest(
    name="samba_2025_10230",
    title="Samba: names given to the WINS hook",
    description="The fix refuses to run the hook of the domain controller's WINS server for a name with signs of a "
    "shell, and says so; the older code of the same function has no such message.",
    reference="https://www.samba.org/samba/security/CVE-2025-10230.html",
    products=("samba",),
    cves=("CVE-2025-10230",),
    files=("nbtd.so",),
    scope=(Part("FAILED: calling wins hook '%s'"),),
    added=(Part("not calling wins hook for invalid name"),),
    lack_of="added",
)
