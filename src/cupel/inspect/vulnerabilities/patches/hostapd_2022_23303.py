"""hostapd and wpa_supplicant, CVE-2022-23303: a program goes in; how it derives the element of SAE comes out."""

from cupel.inspect.vulnerabilities.marks import Text
from cupel.inspect.vulnerabilities.patch_test import PatchTest

TEST = PatchTest(
    name="hostapd_2022_23303",
    title="hostapd, wpa_supplicant: SAE without a cache pattern",
    description="The fix computes the password element of SAE itself, in constant time, and logs it; the older code "
    "leaves it to the cryptographic library. The logged name stands in the program, unless it was built "
    "without messages.",
    reference="https://w1.fi/security/2022-1/sae-eap-pwd-side-channel-attack-update-2.txt",
    products=("hostapd", "wpa_supplicant"),
    cves=("CVE-2022-23303",),
    files=("hostapd", "wpa_supplicant", "wpad"),
    scope=(Text("SAE: Could not solve y"), Text("SAE: counter = %03u")),
    added=(Text("SAE: PWE", whole=True),),
    lack_of="added",
)
