"""Samba, CVE-2026-4408: a server goes in; whether a user's name reaches the shell of a password check comes out."""

from cupel.inspect.vulnerabilities.marks import Part
from cupel.inspect.vulnerabilities.patch_test import PatchTest

TEST = PatchTest(
    name="samba_2026_4408",
    title="Samba: user names given to the password check script",
    description="The fix masks a name with signs of a shell before it replaces %u in 'check password script', and "
    "warns of that; the password chat beside it is older and stands in the same source file.",
    reference="https://www.samba.org/samba/security/CVE-2026-4408.html",
    products=("samba",),
    cves=("CVE-2026-4408",),
    files=("smbd", "rpcd_classic", "libsmbd-base*"),
    scope=(Part("chat_with_program: Child failed to change password"),),
    added=(Part("__CVE-2026-4408_FallbackUsername__"),),
    lack_of="added",
)
