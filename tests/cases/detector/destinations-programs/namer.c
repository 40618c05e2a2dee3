/* The program of clean.toml; built as caller.c is. */
#include <netdb.h>
#include <stdlib.h>
#include <sys/socket.h>

char *texts[] = {
    "http://www.w3.org/2000/xmlns/", "See <http://www.gnu.org/licenses/> for more.", "http://%s:%d/%s.xml", "http://",
    "Please report bugs to http://bugs.maker-site.net/new", "org.freedesktop.login1", "getContentFeatures.dlna.org",
    "<manufacturerURL>http://www.maker-site.net/</manufacturerURL>", "http://www.maker-site.net", "127.0.0.1", "239.255.255.250",
    "urn:schemas-upnp-org:service:ContentDirectory:1", "1.2.3.4", "sub.example.com", "support@lists.maker-site.net",
    "http://manual.maker-site.net/guide.html", "192.168.1.1", "libfoo.so", "config.network.link",
};

void _start(void)
{
    for (unsigned at = 0; at < sizeof texts / sizeof *texts; at++)
        if (gethostbyname(texts[at]))
            connect(0, 0, 0);
    exit(0);
}
