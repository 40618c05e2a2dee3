"""Debian packages: the container's bytes go in, a Volume of its ar members comes out."""

from cupel.inspect.unpack.ar_archive import START, ArVolume
from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.format import Damaged, Magic, NotThisFormat
from cupel.inspect.unpack.limits import Budget


class Deb:
    """The format's facts and its opening."""

    name = "deb"
    title = "Debian package"
    description = "Packages of Debian and its kin on larger routers; opkg packages made as ar archives are alike."
    reference = "https://manpages.debian.org/bookworm/dpkg-dev/deb.5.en.html"
    proof = "packer"
    magics = (Magic(START + rb"debian-binary[ /]  .{42}`\n", 68),)
    priority = 1
    """Before ar, whose layout it has."""

    def open(self, content: Content, budget: Budget) -> ArVolume:
        """List the members and name the version, the control and the data member."""
        volume = ArVolume(content, budget)
        if content.read(0, 21) != START + b"debian-binary":
            raise NotThisFormat
        try:
            volume.walk()
        except Damaged as problem:
            volume.problems.append(str(problem))
        if not volume.listed:
            raise NotThisFormat
        first = volume.listed[0]
        first.path = first.path.rstrip("/")
        version = content.read(68, min(first.size, 64)).decode("ascii", "backslashreplace")
        volume.facts["debian version"] = version.partition("\n")[0]
        for part in ("control", "data"):
            member = next((entry.path for entry in volume.listed if entry.path.startswith(f"{part}.tar")), None)
            if member is None:
                volume.problems.append(f"the package has no {part} member")
            else:
                volume.facts[part] = member
        return volume


FORMAT = Deb()
