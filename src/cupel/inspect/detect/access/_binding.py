"""Tells whether a program binds an address of the Internet: an executable goes in, what shows it comes out.

`bind` takes the size of the address: 16 bytes of IPv4, 28 of IPv6; 110 of a socket within the equipment (AF_UNIX), 12
of netlink, 20 of a packet socket (Linux, include/uapi/linux: in.h, in6.h, un.h, netlink.h, if_packet.h). A program
all of whose calls give one of the latter listens on no network.
"""

from cupel.inspect.code.given import third_arguments
from cupel.inspect.code.program import Program
from cupel.inspect.identify.elf import elf_of
from cupel.inspect.identify.source import Visited

SIZES = {16: "IPv4", 28: "IPv6"}
NAMES = frozenset(
    {
        "inet_addr", "inet_aton", "inet_ntoa", "inet_ntop", "inet_pton", "htons", "ntohs", "htonl", "ntohl",
        "getaddrinfo", "gethostbyname", "getservbyname",
    }
)  # fmt: skip
"""Functions that handle Internet addresses and ports."""
STREAM = frozenset({"accept", "accept4"})
DATAGRAM = frozenset({"recvfrom", "recvmsg", "recvmmsg"})


def binds(file: Visited) -> str:
    """Say what shows that a program takes what comes on a port of the Internet; empty where that is not shown.

    1. It imports bind, functions for addresses, and listen with accept or what takes datagrams.
    2. One of its calls of bind gives the size of an Internet address: that settles it.
    3. Where the size of some call is computed, or the code is not read, it must import getaddrinfo, which computes it.
    """
    elf = elf_of(file)
    imports = elf.imported if elf else frozenset[str]()
    takes = imports & DATAGRAM | (imports & STREAM if "listen" in imports else frozenset())
    if "bind" not in imports or not takes or not imports & NAMES:  # 1
        return ""
    told = f"imports bind, {', '.join(sorted((imports & (takes | NAMES)) | ({'listen'} & imports)))}"
    sizes = set()
    for size in third_arguments(Program(file.content), "bind"):
        if size in SIZES:  # 2
            return f"{told}; gives bind an address of the size of {SIZES[size]}"
        sizes.add(size)
    open_ = not sizes or None in sizes
    return told if open_ and "getaddrinfo" in imports else ""  # 3
