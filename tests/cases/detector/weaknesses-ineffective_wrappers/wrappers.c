/* Bounded copies, some of which ignore their bound: make.py compiles them, the names tell which is which. */
#include <stdarg.h>
#include <stddef.h>

extern void *memcpy(void *, const void *, size_t);
extern char *strcpy(char *, const char *);
extern char *strncpy(char *, const char *, size_t);
extern char *strcat(char *, const char *);
extern size_t strlen(const char *);
extern int vsprintf(char *, const char *, va_list);
extern int vsnprintf(char *, size_t, const char *, va_list);
extern void note(const char *, size_t);
extern void note_at(size_t *);

int ignores_memcpy_s(void *to, size_t most, const void *from, size_t size) { memcpy(to, from, size); return 0; }
void *last_memcpy_s(void *to, size_t most, const void *from, size_t size) { return memcpy(to, from, size); }
int ignores_strcpy_s(char *to, size_t most, const char *from) { if (!to || !from) return 22; strcpy(to, from); return 0; }
int ignores_strcat_s(char *to, size_t most, const char *from) { strcat(to, from); return 0; }
char *ignores_strncpy(char *to, const char *from, size_t most) { return strcpy(to, from); }
int ignores_sprintf_s(char *to, size_t most, const char *format, ...) {
    va_list rest; va_start(rest, format); int written = vsprintf(to, format, rest); va_end(rest); return written; }

int compares_memcpy_s(void *to, size_t most, const void *from, size_t size) { if (size > most) return 34; memcpy(to, from, size); return 0; }
int cuts_memcpy_s(void *to, size_t most, const void *from, size_t size) { memcpy(to, from, size < most ? size : most); return 0; }
int compares_strcpy_s(char *to, size_t most, const char *from) { if (strlen(from) >= most) return 34; strcpy(to, from); return 0; }
int compares_strcat_s(char *to, size_t most, const char *from) { if (strlen(to) + strlen(from) >= most) return 34; strcat(to, from); return 0; }
char *passes_strncpy(char *to, const char *from, size_t most) { return strncpy(to, from, most); }
int passes_sprintf_s(char *to, size_t most, const char *format, ...) {
    va_list rest; va_start(rest, format); int written = vsnprintf(to, most, format, rest); va_end(rest); return written; }
int tells_memcpy_s(void *to, size_t most, const void *from, size_t size) { note("copy", most); memcpy(to, from, size); return 0; }
int lends_memcpy_s(void *to, size_t most, const void *from, size_t size) { note_at(&most); memcpy(to, from, size); return 0; }
