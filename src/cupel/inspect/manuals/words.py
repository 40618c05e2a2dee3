"""The words beside which a name in a manual means an account, a port or a program."""

ACCOUNT = "|".join((
    r"user(?:[ -]?name|[ -]?id)?s?", r"accounts?", r"log[ -]?in(?:[ -]?name)?", r"log[ -]?on", r"credentials?",
    r"benutzer(?:name|konto)?", r"utilisateur", r"usuario", r"用户名?", r"账[号户]", r"帐[号户]", r"登录",
))  # fmt: skip
"""An account, in the languages that manuals of network equipment are most often written in."""
ACCESS = "|".join((
    r"services?", r"servers?", r"daemons?", r"access(?:es|ed)?", r"sessions?", r"log[ -]?(?:in|on)s?",
    r"logging (?:in|on)",
    r"connect(?:s|ed|ions?)?", r"listen(?:s|ing)?", r"enabled?", r"disabled?", r"open(?:s|ed)?", r"closed?",
    r"remote(?:ly)?", r"manage(?:d|ment)?", r"console", r"shell", r"dienst", r"zugriff", r"zugang", r"anmeldung",
    r"acc[eè]s", r"acceso", r"服务", r"访问", r"登录", r"登陆", r"启用", r"禁用", r"开启", r"关闭", r"远程", r"管理",
))  # fmt: skip
"""That somebody gets in, or could: beside one of them a port, a program or a service is a way in. That something runs
or is used (`via`, `using`, `process`) is none."""
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
USUAL = {"telnet": 23, "ssh": 22, "tftp": 69, "ftp": 21, "http": 80, "snmp": 161, "adb": 5555, "upnp": 1900}
"""Service -> the port at which it is where a manual names only the service."""
