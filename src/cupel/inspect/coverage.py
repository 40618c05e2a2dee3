"""Adds up how much of an image could be read: a finished walk goes in, a Coverage comes out."""

from cupel.inspect.unpack.walk import Walk
from cupel.records.inspection import KINDS, Coverage


def coverage_of(walk: Walk, size: int) -> Coverage:
    """Add up the regions of the image, and the artefacts that came out of it.

    1. The image's own bytes: the regions that they fall into. A folder's bytes: its files, by their type.
    2. The unpacked bytes: each distinct artefact once; one that holds containers counts with what none of them covers,
       and a partition not at all, as its bytes are those of what holds it.
    3. Files that could not be read, with the bytes that they declare.
    """
    image = dict.fromkeys(KINDS, 0)
    if walk.regions:  # 1
        for region in walk.regions:
            image[region.kind] += region.size
    elif walk.containers and walk.containers[0].format == "folder":
        for seen in walk.occurrences:
            if seen.container == 0 and seen.kind == "file":
                artefact = walk.artefacts.get(seen.sha256)
                image[artefact.reading if artefact else "unknown"] += seen.size

    unpacked = dict.fromkeys(KINDS, 0)  # 2
    for artefact in walk.artefacts.values():
        if artefact.sha256 in walk.parts:
            continue
        if artefact.sha256 not in walk.uncovered:
            unpacked[artefact.reading] += artefact.size
            continue
        for region in walk.uncovered[artefact.sha256]:
            if region.kind != "opened":
                unpacked[region.kind] += region.size

    files = sum(seen.kind == "file" for seen in walk.occurrences)
    return Coverage(size, image, files, sum(unpacked.values()), unpacked, walk.unread_files, walk.unread_bytes)  # 3
