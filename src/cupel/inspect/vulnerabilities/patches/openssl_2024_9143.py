"""OpenSSL, CVE-2024-9143: a library goes in; whether it limits the degree of a binary field comes out."""

from cupel.inspect.vulnerabilities.constant import Constant
from cupel.inspect.vulnerabilities.marks import Part
from cupel.inspect.vulnerabilities.patch_test import PatchTest

TEST = PatchTest(
    name="openssl_2024_9143",
    title="OpenSSL: a limit on the degree of binary fields",
    description="The fix lets the exported function BN_GF2m_poly2arr refuse a degree above 661, "
    "OPENSSL_ECC_MAX_FIELD_BITS; the number stands in its code, as itself, as the least that is refused, "
    "or, on ARM without instructions for such numbers, as the next that fits.",
    reference="https://github.com/openssl/openssl/commit/8e008cb8b23ec7dc75c45a66eeed09c815b11cd2",
    products=("openssl",),
    cves=("CVE-2024-9143",),
    files=("libcrypto.so*",),
    scope=(Part("BN_GF2m_poly2arr\0"),),
    added=(Constant((660, 661, 662), "the limit of 661 in BN_GF2m_poly2arr", function="BN_GF2m_poly2arr"),),
    lack_of="added",
)
