/* The program of hit.toml. Built with: gcc -Os -s -nostartfiles -fno-asynchronous-unwind-tables -Wl,--build-id=none
   -Wl,-z,noseparate-code -Wl,-z,norelro -o caller.elf caller.c */
#include <netdb.h>
#include <stdlib.h>
#include <sys/socket.h>

char *hosts[] = {
    "upgrade1.maker-site.net", "https://api.maker-site.net/v1/report?mac=%s", "relay.maker-site.net:7890", "0.pool.ntp.org",
    "GET http://%s:%d/upgrade.php?model=%s&version=%s&MAC=%s", "POST /a.asmx HTTP/1.1\r\nHost: dyn.maker-site.net\r\n\r\n",
    "wget -q -O - http://check.maker-site.net/ip",
};

void _start(void)
{
    for (unsigned at = 0; at < sizeof hosts / sizeof *hosts; at++)
        if (gethostbyname(hosts[at]))
            connect(0, 0, 0);
    system(hosts[6]);
    exit(0);
}
