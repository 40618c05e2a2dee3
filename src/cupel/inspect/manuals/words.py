"""The words beside which a name in a manual means an account, a port or a program."""

ACCOUNT = "|".join((
    r"user(?:[ -]?name|[ -]?id)?s?", r"accounts?", r"log[ -]?in(?:[ -]?name)?", r"log[ -]?on", r"credentials?",
    r"benutzer(?:name|konto)?", r"utilisateur", r"usuario", r"用户名?", r"账[号户]", r"帐[号户]", r"登录",
))  # fmt: skip
"""An account, in the languages that manuals of network equipment are most often written in."""
SERVICE = "|".join((
    r"services?", r"servers?", r"daemons?", r"process(?:es)?", r"protocol", r"access", r"sessions?", r"login", r"logon",
    r"commands?", r"runs?", r"starts?", r"started", r"enabled?", r"disabled?", r"via", r"using", r"ports?", r"dienst",
    r"服务", r"协议", r"启用", r"禁用", r"进程",
))  # fmt: skip
"""Something that runs, or that somebody uses."""
BETWEEN = "|".join((
    "the", "named?", "called", "is", "are", "as", "for", "and", "or", "both", "password", "default", "ist", "lautet",
    "为", "是",
))  # fmt: skip
"""Words that may stand between the word for an account and its name."""
NAMING = "|".join(("named?", "called", "is", "as", "ist", "lautet"))
"""Those after which a name certainly follows."""
ORDINARY = frozenset({
    "admin", "administrator", "backup", "customer", "debug", "default", "factory", "games", "guest", "help", "install",
    "login", "mail", "maint", "maintenance", "manager", "network", "news", "operator", "private", "public", "remote",
    "security", "service", "setup", "super", "support", "system", "tech", "telnet", "test", "update", "user", "web",
})  # fmt: skip
"""Account names that are ordinary words: they need a word of NAMING, a colon or quotes before, or `account` behind."""
KINDS = frozenset({"user", "service", "login", "test", "default", "system", "network", "mail", "customer", "guest"})
"""Of those, names with which `account` behind is a kind of account and none of that name."""
EVERYWHERE = frozenset({
    "/etc/passwd", "/etc/shadow", "/etc/group", "/etc/inittab", "/etc/inetd.conf", "/etc/xinetd.conf", "/etc/services",
    "/etc/profile", "/etc/rc.local", "/etc/fstab", "/etc/hosts", "/etc/crontab", "/etc/sudoers", "/etc/sysctl.conf",
    "/etc/init.d/rcS", "/etc/rcS", "/etc/resolv.conf", "/etc/securetty",
})  # fmt: skip
"""Files that every system has: their name says nothing about one."""
SERVICES = {
    "telnetd": "telnet", "utelnetd": "telnet", "sshd": "ssh", "dropbear": "ssh", "tftpd": "tftp", "ftpd": "ftp",
    "vsftpd": "ftp", "httpd": "http", "snmpd": "snmp", "adbd": "adb", "upnpd": "upnp", "miniupnpd": "upnp",
}  # fmt: skip
"""Program -> the service under whose name a manual speaks of it."""
