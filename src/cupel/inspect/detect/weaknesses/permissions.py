"""Finds programs that run with their owner's rights, and files and folders that all users can write to."""

from collections.abc import Iterator

from cupel.inspect.detect.image import Image
from cupel.inspect.detect.weaknesses._permission_findings import set_user, single, together
from cupel.inspect.detect.weaknesses._places import Place, places
from cupel.inspect.identify.source import Visited
from cupel.inspect.sign import Sign
from cupel.records.finding import Finding

SET_USER, SET_GROUP, STICKY, WRITE_OTHERS, EXECUTE = 0o4000, 0o2000, 0o1000, 0o002, 0o111
MEANT = frozenset(
    {
        "su", "sudo", "sudoedit", "passwd", "chsh", "chfn", "gpasswd", "newgrp", "chage", "expiry", "mount", "umount",
        "ping", "ping6", "traceroute6", "fusermount", "fusermount3", "pkexec", "unix_chkpwd", "crontab", "at", "wall",
        "write", "ssh-agent", "ssh-keysign", "dbus-daemon-launch-helper", "polkit-agent-helper-1", "mount.nfs",
        "mount.cifs", "pppd", "utempter", "lockfile", "dotlockfile", "newuidmap", "newgidmap", "arping", "clockdiff",
    }
)  # fmt: skip
"""Programs that their makers mean to be installed so: they are told together."""
SHARED = (
    "/tmp",  # noqa: S108 - a name that is looked for, not used
    "/var/tmp",  # noqa: S108 - likewise
    "/dev",
    "/var/lock",
    "/run/lock",
    "/var/run",
    "/run/shm",
    "/proc",
    "/sys",
    "/mnt",
    "/media",
)
SYSTEM = frozenset({"/etc", "/bin", "/sbin", "/usr/bin", "/usr/sbin", "/lib", "/usr/lib"})
MEMORY = frozenset({"/dev/mem", "/dev/kmem", "/dev/port"})


class Permissions:
    """Modes as the containers of the image keep them."""

    name = "permissions"
    title = "rights of files"
    means = (
        "A program with the set-user-ID bit runs with its owner's rights, whoever starts it: an error in it gives "
        "those away. What every user can write to can be replaced by any account or taken-over service; that matters "
        "most where boot runs it as root."
    )
    checked = (
        "From the modes that the image's file systems and archives keep; a format that keeps none says nothing. Links, "
        "devices other than memory, the usual shared folders (/tmp, /dev ...), and an empty folder of a file system "
        "that can only be read (a place to mount something on) are left out. On such a file system, other modes hold "
        "for what is laid over it. An archive that somebody made of an unpacked system "
        "may have other modes than the equipment."
    )
    refutes = "The equipment shows other modes (`ls -l`), or mounts the file system with nosuid or read-only."
    references = (
        "CWE-732: Incorrect Permission Assignment for Critical Resource",
        "CWE-250",
        "3GPP TS 33.117, 4.3.2.7",
    )
    marks = ()

    def wants(self, file: Visited) -> bool:  # noqa: ARG002 - the protocol's
        """Want no file: modes stand in the inspection."""
        return False

    def examine(self, file: Visited) -> Iterator[Sign]:  # noqa: ARG002 - the protocol's
        """Yield nothing."""
        yield from ()

    def conclude(self, image: Image) -> Iterator[Finding]:
        """Yield set-ID programs, then what is open to all users."""
        meant: list[Place] = []
        files: list[Place] = []
        folders: list[Place] = []
        total = 0
        for it in places(image):
            mode, kind = it.seen.mode or 0, it.seen.kind
            total += kind == "file"
            if kind in ("file", "hard link") and mode & (SET_USER | SET_GROUP) and mode & EXECUTE:
                if it.path.rsplit("/", 1)[-1] in MEANT or not mode & SET_USER:
                    meant.append(it)
                else:
                    yield set_user(image, it)
            if mode & WRITE_OTHERS and not it.path.startswith(SHARED):
                if kind in ("file", "hard link"):
                    files.append(it)
                elif kind == "directory" and not mode & STICKY and not (it.read_only and _empty(image, it)):
                    folders.append(it)
            if kind == "character device" and mode & 0o006 and it.path.rsplit("/", 1)[-1] in MEMORY:
                yield single(image, it, "open-memory-device", f"All users can open {it.path}, the memory of the system")
        if meant:
            yield together(
                image,
                meant,
                "set-id-programs",
                f"Whoever starts {_count(meant, 'programs')} gets the rights of the owner or group",
                "",
            )
        yield from _open(image, files, folders, total)


def _empty(image: Image, it: Place) -> bool:
    """Tell whether nothing is in a folder."""
    place = image.files.place(it.locator)
    return place is not None and not image.files.matching(place[0], f"/{place[1]}/*")


def _open(image: Image, files: list[Place], folders: list[Place], total: int) -> Iterator[Finding]:
    rest = []
    for it in files:
        starts = [start for start in image.starts(it.locator) if start.state == "yes"]
        if starts and len(files) * 2 < total:
            reason = f"{starts[0].launch.starter} starts it ({starts[0].reason})"
            yield single(image, it, "open-start-script", f"All users can write to {it.path}, which is started", reason)
        else:
            rest.append(it)
    if rest:
        note = (
            " Most files of the image have such a mode, as an archive made elsewhere may give them."
            if len(rest) * 2 > total
            else ""
        )
        yield together(image, rest, "open-files", f"All users can write to {_count(rest, 'files')}", note)
    for it in [it for it in folders if it.path in SYSTEM and len(files) * 2 < total]:
        folders.remove(it)
        yield single(image, it, "open-system-folder", f"All users can write to the folder {it.path}")
    if folders:
        title = f"All users can write to {_count(folders, 'folders')} and replace what is in there"
        yield together(image, folders, "open-folders", title, "")


def _count(held: list[Place], noun: str) -> str:
    return held[0].path if len(held) == 1 else f"{len(held)} {noun}"


DETECTOR = Permissions()
