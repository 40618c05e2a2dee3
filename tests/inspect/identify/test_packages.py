"""Packages become products by the catalogue where a distribution packages them; those of a language stay apart."""

from cupel.inspect.examination import Examination
from cupel.inspect.identify.kernel_release import sightings_of_modules
from cupel.inspect.identify.packages import Package, product_of, sightings
from cupel.inspect.identify.source import Visited
from cupel.inspect.unpack.content import BytesContent
from cupel.records.build import KernelModule
from cupel.records.component import Sighting, Versions
from cupel.records.evidence import Evidence
from cupel.records.problem import Problem


def package(name: str, version: str, origin: str = "") -> Package:
    return Package(name, version, ":1", name, origin)


def test_a_distribution_s_package_is_the_product_that_the_catalogue_knows() -> None:
    assert product_of("opkg", package("libopenssl", "1.0.2t-1")) == ("openssl", Versions("1.0.2t"))
    assert product_of("deb", package("made-tool", "1.0-1", "openssl")) == ("openssl", Versions("1.0"))


def test_a_package_whose_version_is_not_its_source_s_gives_no_version_of_the_product() -> None:
    found = Package("openssl", "1.0.2-1", ":1", "", "made", "15")
    assert product_of("deb", found) == ("openssl", Versions())
    rebuilt = Package("openssl", "3.0.9-1+b2", ":1", "", "made", "3.0.9-1")
    assert product_of("deb", rebuilt) == ("openssl", Versions("3.0.9"))


def test_a_crate_of_the_same_name_is_not_the_product() -> None:
    assert product_of("cargo", package("openssl", "0.10.81")) == ("cargo:openssl", Versions("0.10.81"))


def test_kernel_packages_tell_the_kernel_as_far_as_their_version_does() -> None:
    assert product_of("opkg", package("kernel", "4.4.92-1-0123456789abcdef")) == ("linux", Versions("4.4.92"))
    assert product_of("opkg", package("kmod-made", "4.4.92-1")) == ("linux", Versions("4.4.92"))
    assert product_of("deb", package("linux-image-made", "5.10.0-1")) == ("linux", Versions("5.10"))
    assert product_of("rpm", package("kernel-core", "5.14.0")) == ("linux", Versions("", "5.14", "5.15"))
    assert product_of("apk", package("linux-lts", "6.6.30-r0")) == ("linux", Versions("6.6.30"))
    assert product_of("opkg", package("kmod-made", "4.4.92+2.1-1")) == ("kmod-made", Versions("2.1"))


def test_the_c_library_is_told_by_its_version() -> None:
    told = [product_of("opkg", package("libc", version))[0] for version in ("0.9.33.2-1", "1.1.16-1", "2.31-1", "-1")]
    assert told == ["uclibc", "musl", "glibc", "libc"]


def test_a_list_of_many_broken_records_gives_few_problems_and_their_number() -> None:
    broken = [Package("", "", f":{number}", "") for number in range(5000)]
    file = Visited("status", "0" * 64, "text", BytesContent(b""), ())
    told = list(sightings(file, "opkg", "opkg", [*broken, package("made-agent", "1.0")]))
    assert len(told) == 22
    assert isinstance(told[-1], Problem)
    assert "4,980 more problems" in told[-1].what
    assert any(isinstance(it, Sighting) for it in told)


def sighting(locator: str, quote: str = "made 1.0") -> Sighting:
    return Sighting("made", Versions("1.0"), "signature", Evidence("0" * 64, locator, quote, "", ""), "full")


def test_modules_speak_once_for_each_kernel() -> None:
    modules = [KernelModule(f"m{n}", release, Evidence("0" * 64, f"p{n}", "", "", ""))
               for n, release in enumerate(("4.9.133", "4.9.133", "", "3.4.11-rt19"))]  # fmt: skip
    told = sightings_of_modules(modules)
    assert [(it.versions.exact, it.evidence.locator) for it in told] == [("4.9.133", "p0"), ("3.4.11", "p3")]


def test_a_conclusion_holds_what_modules_say() -> None:
    examination = Examination("rules")
    fact = KernelModule("made", "4.9.133", Evidence("0" * 64, "@0x1", "", "", ""))
    examination.take("image!tar@0x0!made.ko", "0" * 64, (fact,))
    components, build = examination.conclude()
    assert [(it.product, it.versions.exact) for it in components] == [("linux", "4.9.133")]
    assert len(build.modules) == 1
