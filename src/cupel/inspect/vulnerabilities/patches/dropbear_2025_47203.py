"""dropbear, CVE-2025-47203: a client goes in; whether it gives the host names of several hops to a shell comes out."""

from cupel.inspect.vulnerabilities.marks import Part
from cupel.inspect.vulnerabilities.patch_test import PatchTest

TEST = PatchTest(
    name="dropbear_2025_47203",
    title="dropbear client: several hops without a shell",
    description="Before the fix, dbclient writes a command line for the next hop and gives it to the shell; the fix "
    "starts the program with a list of arguments, and the format of that command line goes.",
    reference="https://github.com/mkj/dropbear/commit/e5a0ef27c227f7ae69d9a9fec98a056494409b9b",
    products=("dropbear",),
    cves=("CVE-2025-47203",),
    files=("dbclient", "dropbearmulti"),
    scope=(Part("[user@]host[/port][,[user@]host/port],...]"),),
    added=(),
    removed=(Part("%s -B %s:%s %s"),),
    lack_of="removed",
)
