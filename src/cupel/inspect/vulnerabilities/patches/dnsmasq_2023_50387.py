"""dnsmasq, CVE-2023-50387 and CVE-2023-50868: a program goes in; whether DNSSEC validation has limits comes out."""

from cupel.inspect.vulnerabilities.marks import Part, Text
from cupel.inspect.vulnerabilities.patch_test import PatchTest

TEST = PatchTest(
    name="dnsmasq_2023_50387",
    title="dnsmasq: limits on DNSSEC validation (KeyTrap)",
    description="The fix counts signature checks, hashes and queries of one validation, complains when a limit is "
    "met, and takes the limits from the option dnssec-limits; its messages stand in the program.",
    reference="https://thekelleys.org.uk/gitweb/?p=dnsmasq.git;a=commit;h=214a046f47b9f7dd56f5eef3a8678ccbd6e973b7",
    products=("dnsmasq",),
    cves=("CVE-2023-50387", "CVE-2023-50868"),
    files=("dnsmasq",),
    scope=(Part("system time considered valid, now checking DNSSEC"),),
    added=(Part("limit exceeded: per-query subqueries"), Text("per-query crypto work")),
    lack_of="added",
)
