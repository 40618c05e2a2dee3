"""dnsmasq, CVE-2023-28450: a program goes in; which largest UDP packet it asks for by default comes out."""

from cupel.inspect.vulnerabilities.marks import Numbers
from cupel.inspect.vulnerabilities.patch_test import PatchTest

STAR, AND = ord("*"), ord("&")

TEST = PatchTest(
    name="dnsmasq_2023_28450",
    title="dnsmasq: default EDNS.0 packet of 1232 bytes",
    description="The fix changes the default of edns-packet-max from 4096 to 1232. The usage text takes its numbers from a "
    "table of (sign, value) pairs, in which the pair of this default stands before the pair of the greatest number of leases.",
    reference="https://thekelleys.org.uk/gitweb/?p=dnsmasq.git;a=commit;h=eb92fb32b746f2104b0f370b5b295bb8dd4bd5e5",
    products=("dnsmasq",),
    cves=("CVE-2023-28450",),
    files=("dnsmasq",),
    scope=(),
    added=(Numbers((STAR, 1232, AND), "the default of 1232 bytes in the usage table"),),
    removed=(Numbers((STAR, 4096, AND), "the default of 4096 bytes in the usage table"),),
)
