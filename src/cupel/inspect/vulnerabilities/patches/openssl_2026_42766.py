"""OpenSSL, CVE-2026-42766: a library goes in; whether CMS misses a key derivation algorithm comes out."""

from cupel.inspect.vulnerabilities.marks import Text
from cupel.inspect.vulnerabilities.patch_test import PatchTest

TEST = PatchTest(
    name="openssl_2026_42766",
    title="OpenSSL: CMS for a password without a key derivation algorithm",
    description="The fix checks that the recipient's key derivation algorithm is there, and says so if not; the words "
    "go into the error even of builds without a table of error texts.",
    reference="https://openssl-library.org/news/vulnerabilities/",
    products=("openssl",),
    cves=("CVE-2026-42766",),
    files=("libcrypto.so*",),
    scope=(Text("CMS_PasswordRecipientInfo"),),
    added=(Text("Missing KeyDerivationAlgorithm"),),
    lack_of="added",
)
