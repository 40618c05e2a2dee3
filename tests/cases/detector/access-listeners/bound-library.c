int socket(int a,int b,int c){return a+b+c;} int bind(int a,const void*b,unsigned c){return a;} int recvfrom(int a,void*b,unsigned long c,int d,void*e,void*f){return a;}
unsigned inet_addr(const char*a){return 0;} unsigned short htons(unsigned short a){return a;}
