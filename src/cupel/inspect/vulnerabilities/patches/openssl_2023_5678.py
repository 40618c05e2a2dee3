"""OpenSSL, CVE-2023-5678: a library goes in; whether it refuses an excessively large q of Diffie-Hellman comes out."""

from cupel.inspect.vulnerabilities.marks import Text
from cupel.inspect.vulnerabilities.patch_test import PatchTest

TEST = PatchTest(
    name="openssl_2023_5678",
    title="OpenSSL: a limit on q of Diffie-Hellman parameters",
    description="The fix refuses a q that is too large and adds the reason for that to the table of error texts; "
    "builds without error texts cannot be told.",
    reference="https://github.com/openssl/openssl/commit/ddeb4b6c6d527e54ce9a99cba785c0f7776e54b6",
    products=("openssl",),
    cves=("CVE-2023-5678",),
    files=("libcrypto.so*",),
    scope=(Text("unable to check generator"), Text("shared info error")),
    added=(Text("q too large"),),
    lack_of="added",
)
