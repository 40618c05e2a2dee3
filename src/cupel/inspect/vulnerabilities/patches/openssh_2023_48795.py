"""OpenSSH, CVE-2023-48795: a program goes in; whether it offers strict key exchange comes out."""

from cupel.inspect.vulnerabilities.marks import Part
from cupel.inspect.vulnerabilities.patch_test import PatchTest

TEST = PatchTest(
    name="openssh_2023_48795",
    title="OpenSSH: strict key exchange (Terrapin)",
    description="The fix offers a name for strict key exchange beside the algorithms; without that name in the "
    "program it cannot be agreed on.",
    reference="https://github.com/openssh/openssh-portable/commit/1edb00c58f8a6875fad6a497aa2bacf37f9e6cd5",
    products=("openssh",),
    cves=("CVE-2023-48795",),
    files=("ssh", "sshd", "sshd-session"),
    scope=(Part("SSH2_MSG_KEXINIT sent"), Part("ext-info-")),
    added=(Part("kex-strict-s-v00@openssh.com"), Part("kex-strict-c-v00@openssh.com")),
    lack_of="added",
)
