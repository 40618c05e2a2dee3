"""Words of what permissions show: places go in, findings come out."""

from cupel.inspect.detect.finding import found
from cupel.inspect.detect.image import Image
from cupel.inspect.detect.weaknesses._places import Place
from cupel.records.finding import Finding

NAME = "weaknesses/permissions"
MOST_LISTED = 20


def set_user(image: Image, it: Place) -> Finding:
    """Tell of one program with the set-user-ID bit."""
    applets = next((held.names for held in image.build.applets if held.evidence.artefact == it.seen.sha256), ())
    user = f"user {it.seen.uid}" if it.seen.uid else "root"
    words = f"{it.path} has mode {it.seen.mode:04o} and belongs to {user}: {_starters(it)} gets the rights of {user}."
    if applets:
        shown = ", ".join(name for name in ("sh", "ash", "vi", "dd", "cp", "chmod", "su", "login") if name in applets)
        words += (
            f" It is a multi-call binary with {len(applets)} applets, among them {shown or ', '.join(applets[:5])}."
        )
        words += (
            " A build with FEATURE_SUID gives them up again for most applets; the mode does not tell whether it is one."
        )
    return found(
        image, NAME, "set-user-id-program", title=f"{it.path} runs with the rights of {user}",
        statement=words, subject=it.path, tier="present",
        tier_reason="the bit is set; that an account may start it was not examined",
        evidence=[it.evidence(image, NAME)], facts={"mode": f"{it.seen.mode:04o}", "applets": len(applets)},
        path=it.path,
    )  # fmt: skip


def _starters(it: Place) -> str:
    """Say who may start a program, by its mode."""
    return "whoever starts it" if (it.seen.mode or 0) & 0o001 else f"a member of group {it.seen.gid} who starts it"


def single(image: Image, it: Place, rule: str, title: str, used: str = "") -> Finding:
    """Tell of one name; `used` says what starts it."""
    return found(
        image, NAME, rule, title=title, statement=f"{title}: its mode is {it.seen.mode:04o}.{_read_only([it])}",
        subject=it.path, tier="configured" if used else "present", tier_reason=used or "the mode says so",
        evidence=[it.evidence(image, NAME)], facts={"mode": f"{it.seen.mode:04o}"},
        program=it.locator if used else "", path=it.path,
    )  # fmt: skip


def together(image: Image, held: list[Place], rule: str, title: str, note: str) -> Finding:
    """Tell of several names at once."""
    named = ", ".join(f"{it.path} ({it.seen.mode:04o})" for it in held[:MOST_LISTED])
    more = f" and {len(held) - MOST_LISTED} more" if len(held) > MOST_LISTED else ""
    return found(
        image, NAME, rule, title=title, statement=f"{title}: {named}{more}.{note}{_read_only(held)}", subject=rule,
        tier="present", tier_reason="the modes say so", facts={"count": len(held)},
        evidence=[it.evidence(image, NAME) for it in held[:MOST_LISTED]],
        path="", places=[it.locator for it in held[:200]],
    )  # fmt: skip


def _read_only(held: list[Place]) -> str:
    return " Its file system can only be read; the mode holds for a copy or an overlay." if held[0].read_only else ""
