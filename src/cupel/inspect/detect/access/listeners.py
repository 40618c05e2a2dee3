"""Lists what listens on the network: what runs, weighed, goes in; one finding for each listener comes out."""

from collections.abc import Iterator

from cupel.inspect.detect.access._firewall_words import firewall_of
from cupel.inspect.detect.access._launching import Concluding, launched, program_of
from cupel.inspect.detect.access._service_names import Services
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.reachable.listening import Listener
from cupel.inspect.reachable.origins import uncalled
from cupel.inspect.reachable.running import Running
from cupel.records.finding import Finding, Tier
from cupel.records.problem import Problem


class Listeners(Concluding):
    """An inventory: protocol, port, interface, program, who starts it, what the firewall says."""

    name = "listeners"
    title = "programs that listen on the network"
    means = (
        "A program is started and takes what comes on a port. That is a fact of the inventory and no fault: most "
        "equipment must listen. What stands out is for the reader to see: a port that no manual names, a service "
        "without a firewall before it."
    )
    checked = (
        "All that boot, inetd, xinetd, systemd and procd start, as far as files tell, with the port out of its "
        "configuration, its arguments or the table of daemons. Starts whose program is missing or that settings "
        "switch off are left out, and so are names in /etc/services alone. Programs that no table and no configuration "
        "gives a port, and starts by compiled programs, are not seen."
    )
    refutes = "A setting, a condition or a firewall rule that is set up by a program whose work files do not show."
    references = ("CWE-1327: Binding to an Unrestricted IP Address", "ETSI EN 303 645, 5.6-1", "3GPP TS 33.117, 4.3.2")

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Yield a finding for each port, place and program."""
        services = Services(image)
        seen: set[tuple[str, str, str]] = set()
        starters = {
            (run.evidence[0].locator, run.program): it.starter for it, run in launched(image) if run is not None
        }
        for run in sorted(image.running, key=lambda it: ("yes", "unknown", "no").index(it.state)):
            if run.state == "no" or not run.path or run.path.startswith("etc/") or run.role == "client":
                continue  # a script that calls another is no listener, and what a client asks for is no service
            for listener in run.listeners:
                port = services.port(run.root, listener.port)
                key = (str(run.root) + run.path, port, listener.where)
                if key not in seen and "/" in port:
                    seen.add(key)
                    yield _finding(
                        image, run, listener, port, starters.get((run.evidence[0].locator, run.program), "netifd")
                    )


def _finding(image: Image, run: Running, listener: Listener, port: str, starter: str) -> Finding:
    path = f"/{run.path}"
    may = "listens" if run.state == "yes" else "may listen"
    firewall = firewall_of(image, run.root, [listener]) or "no firewall rule that was read speaks of it"
    facts: dict[str, str | int | bool] = {
        "port": port.partition("/")[0], "protocol": port.partition("/")[2], "interface": listener.where,
        "loopback": listener.loopback, "program": run.program, "starter": starter, "firewall": firewall,
        "runs": run.state,
    }  # fmt: skip
    evidence = [*run.evidence[:1], *listener.evidence[:3]]
    tier: Tier = "present" if uncalled(run.reason) else "configured"
    return found(
        image, "access/listeners", "listener",
        title=f"{run.program} {may} on {port}, {listener.where}",
        statement=f"{path} {may} on {port}, {listener.where}: {run.reason}; {firewall}.",
        subject=f"{port} {run.program}, {listener.where}", tier=tier,
        tier_reason=f"{run.reason[:1].upper()}{run.reason[1:]}.", evidence=evidence, facts=facts, path=path,
        program="" if listener.loopback else program_of(image, run),
        facets=(
            facet("active by default", run.state, run.reason),
            facet("on which interface", "yes", f"{port} on {listener.where}", *listener.evidence[:2]),
        ),
    )  # fmt: skip


DETECTOR = Listeners()
