/* Stands in for libcrypt, which distributions have for no other processor than the machine's: programs link to it only. */
char *crypt(const char *given, const char *setting) { return (char *)(*given ? setting : given); }
