"""dnsmasq, CVE-2023-28450: a program goes in; which largest UDP packet it asks for by default comes out."""

from cupel.inspect.vulnerabilities.constant import Constant
from cupel.inspect.vulnerabilities.marks import Numbers
from cupel.inspect.vulnerabilities.patch_test import Mark, PatchTest

STAR, AND = ord("*"), ord("&")
USAGE = "Usage: dnsmasq [options]"


def default_of(size: int) -> tuple[Mark, ...]:
    """Make the marks of one default: the table's data, or the code that fills it in place of data, on x86."""
    meaning = f"the default of {size} bytes in the usage table"
    return Numbers((STAR, size, AND), meaning), Constant(
        (size,), meaning, near=USAGE, before=64, after=128, operations="mov"
    )


TEST = PatchTest(
    name="dnsmasq_2023_28450",
    title="dnsmasq: default EDNS.0 packet of 1232 bytes",
    description="The fix changes the default of edns-packet-max from 4096 to 1232. The usage text takes its numbers "
    "from a table of (sign, value) pairs, in which the pair of this default stands before the pair of the "
    "greatest number of leases.",
    reference="https://thekelleys.org.uk/gitweb/?p=dnsmasq.git;a=commit;h=eb92fb32b746f2104b0f370b5b295bb8dd4bd5e5",
    products=("dnsmasq",),
    cves=("CVE-2023-28450",),
    files=("dnsmasq",),
    scope=(),
    added=default_of(1232),
    removed=default_of(4096),
)
