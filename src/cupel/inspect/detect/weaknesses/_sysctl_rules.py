"""Parameters of the running kernel and the values that weaken it: a name and a value go in, a reason comes out.

Sources: Linux, Documentation/networking/ip-sysctl.rst, Documentation/admin-guide/sysctl/{kernel,fs,net,vm}.rst; the
Kernel Self Protection Project's recommended settings (read on 2026-11-25). Forwarding is a router's business and no
weakness. IPv6's accept_source_route is left out: from 0 on, the kernel takes the routing header of Mobile IPv6 only.
"""

import re
from collections.abc import Callable

Rule = tuple[re.Pattern[str], Callable[[str], bool], str]


def _is(*values: str) -> Callable[[str], bool]:
    return lambda value: value in values


_RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), bad, reason)
    for pattern, bad, reason in (
        (r"kernel\.randomize_va_space", _is("0", "1"), "addresses of programs are not randomised, or not all of them"),
        (r"kernel\.kptr_restrict", _is("0"), "addresses of the kernel are given out, hashed from Linux 4.15 on"),
        (r"kernel\.dmesg_restrict", _is("0"), "every user can read the kernel's messages"),
        (r"kernel\.yama\.ptrace_scope", _is("0"), "a program may trace any other of the same user"),
        (r"kernel\.unprivileged_bpf_disabled", _is("0"), "every user can load programs into the kernel's BPF machine"),
        (r"kernel\.perf_event_paranoid", _is("-1", "0"), "every user can measure the kernel and other programs"),
        (r"kernel\.exec-shield", _is("0"), "memory of data is not kept from being executed"),
        (r"kernel\.core_pattern", lambda value: value.startswith(("|/tmp/", "|/var/tmp/")),
         "the kernel runs a program out of a folder that all users share, whenever one crashes"),
        (r"fs\.suid_dumpable", _is("1"), "memory of programs with other rights is written where users can read it"),
        (r"fs\.protected_symlinks", _is("0"), "links that others made in shared folders are followed"),
        (r"fs\.protected_hardlinks", _is("0"), "users may make hard links to files that they do not own"),
        (r"vm\.mmap_min_addr", _is("0"), "a program can map address 0, so that a null pointer of the kernel is usable"),
        (r"net\.core\.bpf_jit_harden", _is("0"), "constants in compiled filters are not blinded"),
        (r"net\.ipv4\.tcp_syncookies", _is("0"), "a flood of connection requests can use up the queue"),
        (r"net\.ipv4\.icmp_echo_ignore_broadcasts", _is("0"), "it answers echo requests to broadcast addresses"),
        (r"net\.ipv4\.conf\.[^.]+\.accept_source_route", _is("1"), "senders may prescribe the way of packets"),
        (r"net\.ipv[46]\.conf\.(?:[^.]+)\.accept_redirects", _is("1"), "neighbours may change its routes by ICMP"),
        (r"net\.ipv4\.conf\.[^.]+\.rp_filter", _is("0"), "packets with a source that is not behind their interface "
         "are taken"),
    )
)  # fmt: skip


def weakness(name: str, value: str) -> str:
    """Return why a value of a parameter weakens the system; empty where it does not, or none of the rules asks."""
    return next((reason for pattern, bad, reason in _RULES if pattern.fullmatch(name) and bad(value)), "")
