"""pppd, CVE-2020-8597: a program goes in; whether it limits the length of a peer's EAP name comes out."""

from dataclasses import dataclass

from cupel.inspect.code.program import CannotTell, Program
from cupel.inspect.vulnerabilities.constant import Constant
from cupel.inspect.vulnerabilities.marks import Text
from cupel.inspect.vulnerabilities.patch_test import PatchTest, Seen

TRIMMED = "EAP: trimming really long peer name down"
MSCHAPV2 = "EAP: Invalid MSCHAPv2-Response length %d"


@dataclass(frozen=True, slots=True)
class LiveComparison:
    """The comparison before the message for names that are too long."""

    @property
    def says(self) -> str:
        """What it looks for."""
        return "a comparison with the buffer's 256 bytes before the message for long names"

    def find(self, program: Program) -> Seen | None:
        """Find it. Without the message there is none: the unfixed one is never true, so compilers leave it out."""
        if Text(TRIMMED).find(program) is None:
            return None
        # with MSCHAPv2 in EAP, two more comparisons lead to the message, which were never wrong
        places = 3 if Text(MSCHAPV2).find(program) else 1
        live = Constant((255, 256), self.says, near=TRIMMED, before=64, operations="cmp|slti|sltiu|cmn", places=places)
        seen = live.find(program)
        if seen is None:
            raise CannotTell("the message for long names is there, but what is compared before it was not understood")
        return seen


TEST = PatchTest(
    name="pppd_2020_8597",
    title="pppd: the length of a peer's name in EAP",
    description="The unfixed code compares lengths in a way that is never true, and copies a name of any length; "
    "compilers leave out its branch, and with it the message for names that are too long. The fix makes "
    "the comparison live: one with 256, before the message.",
    reference="https://github.com/ppp-project/ppp/commit/8d7970b8f3db727fe798b65f3377fe6787575426",
    products=("ppp",),
    cves=("CVE-2020-8597",),
    files=("pppd",),
    scope=(Text("EAP: MD5-Response with bad length %d"), Text("EAP: received MD5-Response with no data")),
    added=(LiveComparison(),),
    lack_of="added",
)
