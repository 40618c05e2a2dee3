"""Measures how many of the programs that boot starts listen to the network."""

from collections.abc import Iterator

from cupel.inspect.detect.image import Image
from cupel.inspect.detect.reaching import listens_outside
from cupel.inspect.reachable.running import Running
from cupel.records.measure import Measure


class Listeners:
    """Programs in factory state, those that surely run apart from those that may."""

    name = "listeners"
    title = "Programs that boot starts and that listen"
    formula = (
        "Distinct programs that boot or inetd starts and that listen beyond the loopback, of distinct programs that "
        "they start; once for those that surely run, and once with those that run under a condition that files do "
        "not settle. And their distinct ports."
    )
    unit = "programs, ports"
    limits = (
        "Factory state. Ports are those of settings, arguments and the table of daemons: a program that the table "
        "does not know and that inetd does not start is not counted as listening. Programs on interfaces that the "
        "firewall closes are left out."
    )
    reference = "3GPP TS 33.117, 4.3.2.1 and 4.4.2"

    def measure(self, image: Image) -> Iterator[Measure]:
        """Yield the two shares and the ports."""
        sure = [it for it in image.running if it.state == "yes"]
        maybe = [it for it in image.running if it.state != "no"]
        for runs, name in ((sure, "surely run"), (maybe, "run or may run")):
            outside = [it for it in runs if listens_outside(it)]
            started = len(_programs(runs))
            value = len(_programs(outside)) if started else None
            yield Measure(self.name, f"programs that {name}, and listen", value, started or None, "programs")
            ports = {port.port for it in outside for port in it.listeners if not port.loopback}
            yield Measure(self.name, f"ports of programs that {name}", len(ports), None, "ports")


def _programs(runs: list[Running]) -> set[tuple[object, str]]:
    return {(it.root, it.path or it.program) for it in runs}


METRIC = Listeners()
