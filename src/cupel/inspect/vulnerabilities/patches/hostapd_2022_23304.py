"""hostapd and wpa_supplicant, CVE-2022-23304: a program goes in; how it derives the element of EAP-pwd comes out."""

from cupel.inspect.vulnerabilities.marks import Part, Text
from cupel.inspect.vulnerabilities.patch_test import PatchTest

TEST = PatchTest(
    name="hostapd_2022_23304",
    title="hostapd, wpa_supplicant: EAP-pwd without a cache pattern",
    description="The fix computes the password element of EAP-pwd itself, in constant time; the older code leaves it "
    "to the cryptographic library and has other messages for its failures.",
    reference="https://w1.fi/security/2022-1/sae-eap-pwd-side-channel-attack-update-2.txt",
    products=("hostapd", "wpa_supplicant"),
    cves=("CVE-2022-23304",),
    files=("hostapd", "wpa_supplicant", "wpad"),
    scope=(Part("EAP-pwd: "),),
    added=(Text("EAP-pwd: Could not generate PWE"),),
    removed=(Text("EAP-pwd: Could not solve for y"), Text("EAP-pwd: unable to create bignums")),
)
