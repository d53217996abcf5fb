// The host's functions, and the libc of the guests that import it: all a first guest includes.
#ifndef EWASM_H
#define EWASM_H

int create_bpf(char* json, int length);
int run_bpf(int program);
int wait_and_poll_bpf(int program);

#ifndef __wasi__
typedef __SIZE_TYPE__ size_t;
#define NULL ((void*)0)
int printf(const char* format, ...);
int sprintf(char* to, const char* format, ...);
int snprintf(char* to, size_t room, const char* format, ...);
int puts(const char* text);
int putchar(int c);
int memcmp(const void* a, const void* b, size_t size);
void* memcpy(void* to, const void* from, size_t size);
void* memmove(void* to, const void* from, size_t size);
void* memset(void* to, int byte, size_t size);
void* memchr(const void* in, int byte, size_t size);
size_t strlen(const char* text);
char* strchr(const char* text, int c);
int strcmp(const char* a, const char* b);
int strncmp(const char* a, const char* b, size_t most);
int strncasecmp(const char* a, const char* b, size_t most);
char* strcpy(char* to, const char* from);
char* strncpy(char* to, const char* from, size_t most);
size_t strspn(const char* text, const char* accepted);
size_t strcspn(const char* text, const char* refused);
char* strstr(const char* in, const char* what);
char* strdup(const char* text);
void* malloc(size_t size);
void* calloc(size_t count, size_t size);
void* realloc(void* block, size_t size);
void free(void* block);
int atoi(const char* text);
long strtol(const char* text, char** end, int base);
unsigned long strtoul(const char* text, char** end, int base);
void* bsearch(const void* key, const void* array, size_t count, size_t size, int (*compare)(const void*, const void*));
void exit(int code);
int isupper(int c);
int isalpha(int c);
int isspace(int c);
int isgraph(int c);
int isprint(int c);
int isdigit(int c);
int isxdigit(int c);
int isalnum(int c);
int tolower(int c);
int toupper(int c);
#else
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#endif

#endif
