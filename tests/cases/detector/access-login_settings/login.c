/* Made for golden cases: a program that is linked with PAM.
   echo 'int pam_start(void){return 0;}' | arm-linux-gnueabihf-gcc -x c -shared -nostdlib -Wl,-soname,libpam.so.0 -o libpam.so -
   arm-linux-gnueabihf-gcc -Os -s -no-pie -nostdlib -Wl,-z,noseparate-code -Wl,--build-id=none -o login.elf login.c libpam.so */
int pam_start(void);
void _start(void) { pam_start(); }
