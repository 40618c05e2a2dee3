"""OpenSSL, CVE-2024-0727: a library goes in; whether it misses the data of a PKCS#12 file comes out."""

from cupel.inspect.vulnerabilities.constant import Constant
from cupel.inspect.vulnerabilities.patch_test import PatchTest

FUNCTION = "PKCS12_unpack_p7data"

TEST = PatchTest(
    name="openssl_2024_0727",
    title="OpenSSL: PKCS#12 without data",
    description="The fix lets exported functions check that optional data is there, and give the reason 101, a "
    "decoding error, if not. The unfixed PKCS12_unpack_p7data gives reason 121, wrong type, alone.",
    reference="https://github.com/openssl/openssl/commit/d135eeab8a5dbf72b3da5240bab9ddb7678dbd2c",
    products=("openssl",),
    cves=("CVE-2024-0727",),
    files=("libcrypto.so*",),
    scope=(Constant((121,), f"the reason 121 in {FUNCTION}", function=FUNCTION, operations="mov|push|addiu|li|ldr"),),
    added=(Constant((101,), f"the reason 101 in {FUNCTION}", function=FUNCTION, operations="mov|push|addiu|li|ldr"),),
    lack_of="added",
)
