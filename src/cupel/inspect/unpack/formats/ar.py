"""ar archives: the container's bytes go in, a Volume of its members comes out."""

from cupel.inspect.unpack.ar_archive import HEADER, START, ArVolume
from cupel.inspect.unpack.content import Content
from cupel.inspect.unpack.format import Damaged, Magic, NotThisFormat
from cupel.inspect.unpack.limits import Budget


class Ar:
    """The format's facts and its opening."""

    name = "ar"
    title = "ar archive"
    description = "Static libraries in software development kits, and old opkg packages; GNU and BSD long names."
    reference = "https://man.freebsd.org/cgi/man.cgi?query=ar&sektion=5"
    proof = "packer"
    magics = (Magic(START + HEADER, 68),)
    priority = 0

    def open(self, content: Content, budget: Budget) -> ArVolume:
        """List the members as far as their headers are whole."""
        volume = ArVolume(content, budget)
        if content.read(0, 8) != START:
            raise NotThisFormat
        try:
            volume.walk()
        except Damaged as problem:
            volume.problems.append(str(problem))
        if volume.size == len(START):
            raise NotThisFormat
        return volume


FORMAT = Ar()
