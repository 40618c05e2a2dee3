"""OpenSSH, CVE-2026-35388: a client goes in; whether it asks before it shares its connection by proxy comes out."""

from cupel.inspect.vulnerabilities.marks import Part, Text
from cupel.inspect.vulnerabilities.patch_test import PatchTest

TEST = PatchTest(
    name="openssh_2026_35388",
    title="OpenSSH client: a question before a shared connection is proxied",
    description="The fix asks the user, where ControlMaster says so, in the function that logs a proxy request.",
    reference="https://anongit.mindrot.org/openssh.git/commit/?id=c805b97b67c774e0bf922ffb29dfbcda9d7b5add",
    products=("openssh",),
    cves=("CVE-2026-35388",),
    files=("ssh",),
    scope=(Part("channel %d: proxy request"),),
    added=(Text("Allow multiplex proxy connection?"),),
    lack_of="added",
)
