"""Reads which commands of a shell script may be other scripts: in the foreground, by a plain name or path."""

import re
from collections.abc import Iterator

from cupel.inspect.identify.source import Fact, Visited
from cupel.inspect.reachable.called import CALL
from cupel.inspect.reachable.daemons import programs
from cupel.inspect.startup._remote_access import REMOTE_ACCESS
from cupel.inspect.startup._script import commands_of, is_script
from cupel.inspect.startup._starts import ASKING, PREFIXES, started
from cupel.inspect.startup._text import bounded, evidence
from cupel.records.build import Launch

STANDARD = frozenset(
    """
    [ [[ . : alias append arping awk base64 basename bc bg board_name boot brctl break builtin bunzip2 bzip2 cat cd
    chgrp chmod chown chroot clear cmp command config_cb config_foreach config_get config_get_bool config_list_foreach
    config_load config_set continue cp cpio cut date dd debug declare depmod df diff dirname dmesg done du echo ebtables
    egrep env error esac eval exec exit expand export expr extra_command extra_help false fgrep fi find flock for fuser
    getopts grep gunzip gzip halt hash head hexdump hexdump hostname hwclock id ifconfig ifdown ifup include insmod ip
    ip6tables iptables iptables-restore iptables-save iwconfig iwpriv jshn json_add_array json_add_object
    json_add_string json_close_array json_close_object json_dump json_get_keys json_get_var json_get_vars json_init
    json_load json_select jsonfilter kill killall killall5 ldconfig let ln local logger logname losetup ls lsmod lsusb
    lua md5sum mesg mkdir mkfifo mknod mktemp modprobe more mount mountpoint mtd mv nc network_get_device
    network_get_ipaddr nice nohup nslookup nvram passwd pgrep pidof ping ping6 pivot_root pkill popd poweroff printf
    procd_add_reload_trigger procd_append_param procd_close_instance procd_kill procd_open_instance procd_set_param ps
    pushd pwd read readlink readonly realpath reboot renice reset restart return rm rmdir rmmod route sed seq set
    set_default_metric sh sha256sum shift sleep sort source split start stop strings stty sync sysctl tail tar tc tee
    test time times top touch tr trap true tty type ubus uci uci_get uci_set ulimit umask umount unalias uname uniq
    unset until unzip uptime usleep vconfig vi wait wc wget which while whoami xargs yes zcat
    """.split()  # noqa: SIM905 - as a list of strings it would fill a page
)
"""Commands of shells, of BusyBox and of OpenWrt's shell library: they call no script of the image."""
_NAME = re.compile(r"(?:/[\w.+-]+)*/?[A-Za-z_][\w.+-]*")


class Calls:
    """What scripts.py does not take for a start; only calls that lead to a script of the image are kept in the end."""

    name = "calls"
    title = "calls of scripts"
    description = "Scripts that another script runs in the foreground by their name or path, without an ending `.sh`."
    reference = "POSIX.1-2017, Shell Command Language, 2.9.1"

    def wants(self, file: Visited) -> bool:
        """Take scripts of a shell."""
        return is_script(file)

    def examine(self, file: Visited) -> Iterator[Fact]:
        """Yield a Launch, marked as a call, for each command that may be a script."""
        return bounded(self._facts(file))

    def _facts(self, file: Visited) -> Iterator[Fact]:
        known = programs() | REMOTE_ACCESS
        seen: set[tuple[str, str]] = set()
        for command in commands_of(file):
            words = command.words
            while words and words[0] in PREFIXES:
                words = words[1:]
            name = words[0].rsplit("/", 1)[-1] if words else ""
            if words[1:2] and words[1] in ASKING:
                continue
            if not name or name in STANDARD or not _NAME.fullmatch(words[0]) or (words[0], command.condition) in seen:
                continue
            if started(command.words, command.background, known) is None:
                seen.add((words[0], command.condition))
                place = evidence(file, command.line, self.name)
                yield Launch(words[0], " ".join(words[1:]), CALL, command.condition, place, command.variables)


SOURCE = Calls()
