/* Takes what comes on a socket: of the Internet (INET), within the equipment (UNIX), or of netlink (NETLINK).
   Build, for each processor and family:
   gcc -Os -fno-pie -no-pie -s -nostdlib -nostartfiles -Wl,--hash-style=sysv,-z,max-page-size=4096,-z,norelro,--build-id=none \
       -DINET bound.c stub.so -o bound-inet-arm.elf      where stub.so is bound-library.c, built with -shared -nostdlib -Wl,-soname,libc.so.6 */
#define DATAGRAM 2
struct address { unsigned short family; char rest[108]; };
extern int socket(int, int, int), bind(int, const void *, unsigned), recvfrom(int, void *, unsigned long, int, void *, void *);
extern unsigned inet_addr(const char *);
extern unsigned short htons(unsigned short);
#if defined(INET)
enum { FAMILY = 2, SIZE = 16 };
#elif defined(UNIX)
enum { FAMILY = 1, SIZE = 110 };
#else
enum { FAMILY = 16, SIZE = 12 };
#endif
static struct address own;
static char taken[64];
void _start(void) {
    int descriptor = socket(FAMILY, DATAGRAM, 0);
    own.family = FAMILY;
    *(unsigned *)(own.rest + 2) = inet_addr("0.0.0.0");
    *(unsigned short *)own.rest = htons(4711);
    if (bind(descriptor, &own, SIZE) == 0)
        for (;;)
            recvfrom(descriptor, taken, sizeof taken, 0, 0, 0);
}
