/* A program that copies what it is given: make.py compiles it with and without protections. */
#include <stdio.h>
#include <string.h>

int main(int count, char **words) {
    char text[64];
    if (count > 1) strcpy(text, words[1]);
    else text[0] = 0;
    memcpy(text + 8, "copied", 7);
    return puts(text);
}
