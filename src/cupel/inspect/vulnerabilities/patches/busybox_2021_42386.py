"""busybox, CVE-2021-42386 and its kin: a program goes in; whether its awk checks operands before use comes out."""

from cupel.inspect.vulnerabilities.marks import Text
from cupel.inspect.vulnerabilities.patch_test import PatchTest

TEST = PatchTest(
    name="busybox_2021_42386",
    title="busybox awk: operands that are not there",
    description="The fixes of awk in version 1.34.0 make missing operands an error of syntax, with a message that had "
    "been that of built-in functions alone: it loses its last words.",
    reference="https://busybox.net/news.html",
    products=("busybox",),
    cves=("CVE-2021-42378", "CVE-2021-42379", "CVE-2021-42381", "CVE-2021-42382", "CVE-2021-42384", "CVE-2021-42385",
          "CVE-2021-42386"),
    files=("busybox*",),
    scope=(Text("Call to undefined function"),),
    added=(Text("Too few arguments", whole=True),),
    removed=(Text("Too few arguments for builtin"),),
)  # fmt: skip
