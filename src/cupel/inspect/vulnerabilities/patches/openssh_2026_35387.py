"""OpenSSH, CVE-2026-35387: a server goes in; whether it compares the curve of a decoded key comes out."""

from cupel.inspect.vulnerabilities.marks import Part
from cupel.inspect.vulnerabilities.patch_test import PatchTest

TEST = PatchTest(
    name="openssh_2026_35387",
    title="OpenSSH: the curve of a decoded key is compared",
    description="The fix compares names of keys instead of numbers of their types, in the code that logs a mismatch; "
    "the message's format changes with it.",
    reference="https://anongit.mindrot.org/openssh.git/commit/?id=fd1c7e131f331942d20f42f31e79912d570081fa",
    products=("openssh",),
    cves=("CVE-2026-35387",),
    files=("sshd", "sshd-session", "sshd-auth"),
    scope=(),
    added=(Part("key type mismatch for decoded key (received %s"),),
    removed=(Part("type mismatch for decoded key (received %d"),),
)
