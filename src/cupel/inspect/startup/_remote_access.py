"""Names of programs that give who connects a shell, files or a test interface: a script that names one starts it."""

TELNET = frozenset({"telnetd", "utelnetd", "in.telnetd", "telnetd.utelnetd"})
SSH = frozenset({"dropbear", "sshd"})
BY_ADDRESS = frozenset({"rlogind", "in.rlogind", "rshd", "in.rshd", "rexecd", "in.rexecd"})
"""They trust the caller's address, or take a password in clear (RFC 1282; rshd(8), rexecd(8))."""
FILES_WITHOUT_LOGIN = frozenset({"tftpd", "in.tftpd", "atftpd", "tftpd-hpa"})
"""TFTP has no login (RFC 1350)."""
DEBUGGERS = frozenset({"gdbserver", "gdbserver64", "adbd", "tcf-agent", "lldb-server"})
FACTORY = frozenset({"UDPServer", "UDPserver", "ated", "ated_tp"})
"""Programs that makers of chips and boards run to test and calibrate equipment.

UDPServer: the MP daemon of Realtek's kit (CVE-2021-35394); ated: the ATE daemon of Ralink's and MediaTek's kits,
ated_tp TP-Link's. Each was found in public analyses of images on 2026-11-25; names without one are left out.
"""
CONNECTORS = frozenset({"nc", "netcat", "ncat", "socat"})
"""They connect a network port with a program."""
REMOTE_ACCESS = TELNET | SSH | BY_ADDRESS | FILES_WITHOUT_LOGIN | DEBUGGERS | FACTORY
"""Programs whose plain name in a script starts them."""
