"""hostapd and wpa_supplicant, CVE-2022-37660: a program goes in; whether a code of PKEX serves once only comes out."""

from cupel.inspect.vulnerabilities.marks import Part, Text
from cupel.inspect.vulnerabilities.patch_test import PatchTest

TEST = PatchTest(
    name="hostapd_2022_37660",
    title="hostapd, wpa_supplicant: a PKEX code is deleted after use",
    description="The fix deletes code and identifier of PKEX when the exchange has succeeded, and logs that; the "
    "message stands in the program, unless it was built without messages.",
    reference="https://w1.fi/cgit/hostap/commit/?id=15af83cf1846870873a011ed4d714732f01cd2e4",
    products=("hostapd", "wpa_supplicant"),
    cves=("CVE-2022-37660",),
    files=("hostapd", "wpa_supplicant", "wpad"),
    scope=(Part("DPP: PKEX Commit-Reveal Response from"),),
    added=(Text("DPP: Delete PKEX code/identifier"),),
    lack_of="added",
)
