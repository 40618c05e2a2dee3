"""Names of software as bills write them: package URLs and CPE names go in and out, and what they name comes out."""

import re
import urllib.parse
from functools import lru_cache

OPERATING_SYSTEMS = frozenset({"linux:linux_kernel", "openwrt:openwrt", "windriver:vxworks", "amazon:freertos"})
"""`vendor:product` pairs that the CPE dictionary lists with part `o`; others are applications, part `a`."""
MOST = 1_000
"""Longer names are not read."""
PART_OF_CPE = re.compile(r"(?:\\.|[^:\\])*")


@lru_cache(4096)
def package_url(text: str) -> str:
    """Return a package URL in its one normal spelling; empty where `text` is none.

    Specification: https://github.com/package-url/purl-spec
    """
    from packageurl import PackageURL  # noqa: PLC0415 - start-up time: 40 ms

    if len(text) > MOST or not text.startswith("pkg:"):
        return ""
    try:
        found: str = PackageURL.from_string(text).to_string()
    except (ValueError, TypeError):  # the second comes of names that are nothing but slashes
        return ""
    # the library lets some characters stand that no URI may hold
    return found if re.fullmatch(r"pkg:[A-Za-z.+-][A-Za-z0-9.+-]*/[!-~]+", found) else ""


@lru_cache(4096)
def named_by(purl: str) -> str:
    """Return what a package URL names, without version and qualifiers: `deb/debian/zlib1g`; empty where it is none."""
    text = package_url(purl)
    return re.split(r"[@?#]", text.removeprefix("pkg:"), maxsplit=1)[0].lower()


def make_package_url(kind: str, namespace: str, name: str, version: str, qualifiers: dict[str, str]) -> str:
    """Make a package URL out of its parts, whatever characters they hold, escaped as its specification asks."""
    words = [_escaped(word) for word in (namespace, name) if word]
    asked = "&".join(f"{key}={_escaped(value)}" for key, value in sorted(qualifiers.items()) if value)
    return f"pkg:{kind}/{'/'.join(words)}" + (f"@{_escaped(version)}" * bool(version)) + (f"?{asked}" * bool(asked))


def cpe_name(vendor_product: str, version: str) -> str:
    """Write a CPE 2.3 name of `vendor:product` and an exact version, or any version where it is empty.

    Return nothing where `vendor_product` lacks one of the two.

    Specification: NIST IR 7695, 6.2: what is no letter, digit, or underscore is quoted; hyphen and dot are not.
    """
    vendor, _, product = vendor_product.partition(":")
    if not (vendor and product):
        return ""
    part = "o" if vendor_product in OPERATING_SYSTEMS else "a"
    words = (_quoted(vendor), _quoted(product), _quoted(version) or "*")
    return f"cpe:2.3:{part}:{':'.join(words)}:*:*:*:*:*:*:*"


def vendor_and_product(cpe: str) -> str:
    """Return `vendor:product` of a CPE name (2.2 or 2.3), lower case, unquoted; empty where it is none."""
    if len(cpe) > MOST:
        return ""
    if cpe.startswith("cpe:2.3:"):
        words = [found for found in PART_OF_CPE.findall(cpe[8:]) if found][1:3]
    elif cpe.lower().startswith("cpe:/"):
        words = cpe[5:].split(":")[1:3]
    else:
        return ""
    vendor, product = [re.sub(r"\\(.)", r"\1", word).lower() for word in (*words, "", "")[:2]]
    return f"{vendor}:{product}" if vendor and product and {vendor, product}.isdisjoint("*-") else ""


def _escaped(text: str) -> str:
    """Escape all but letters, digits, `.-_~` and the colon, which the specification lets stand."""
    return urllib.parse.quote(text, safe=":", errors="replace")


def _quoted(text: str) -> str:
    """Quote what has a meaning in a CPE name; what no CPE name can hold becomes an underscore."""
    printable = re.sub(r"[^!-~]", "_", text.lower().replace(" ", "_"))
    return re.sub(r"([^A-Za-z0-9_.\-])", r"\\\1", printable)
