"""Samba, CVE-2026-4480: a file server goes in; whether a print job's name reaches the shell comes out."""

from cupel.inspect.vulnerabilities.marks import Part
from cupel.inspect.vulnerabilities.patch_test import PatchTest

TEST = PatchTest(
    name="samba_2026_4480",
    title="Samba: job names given to the print command",
    description="The fix replaces a job name that has signs of a shell, and warns of that; the code that ends a print "
    "job is older and is linked into the same library.",
    reference="https://www.samba.org/samba/security/CVE-2026-4480.html",
    products=("samba",),
    cves=("CVE-2026-4480",),
    files=("smbd", "samba-bgqd", "libsmbd-base*"),
    scope=(Part("print_job_end: canceling spool of"),),
    added=(Part("__CVE-2026-4480_FallbackJobname__"),),
    lack_of="added",
)
