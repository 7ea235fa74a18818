/* The few things that mdmlocalmanagement.c needs of the system it runs on. */
#ifndef SYSTEM_H
#define SYSTEM_H

#ifdef _WIN32

#include <winsock2.h>
#include <windows.h>
#include <objbase.h>

#define EXPORT
#define STDAPI_CALL __stdcall
/* kernel32 has the name LocalFree already; mdmlocalmanagement.def exports this one by it. */
#define STAND_IN_LOCAL_FREE CountingLocalFree

typedef SOCKET connection;
#define NO_CONNECTION INVALID_SOCKET

static void *system_allocate(size_t bytes) { return LocalAlloc(LMEM_FIXED, bytes); }
static void system_free(void *memory) { LocalFree(memory); }
static uint64_t system_thread(void) { return GetCurrentThreadId(); }
/* As the real library does on every call; it fails on a thread of a single-threaded apartment. */
static int system_enter_apartment(void) { return SUCCEEDED(CoInitializeEx(NULL, COINIT_MULTITHREADED)); }
static void system_hang(void) { Sleep(INFINITE); }
static void system_disconnect(connection c) { if (c != NO_CONNECTION) closesocket(c); }
static void system_start_sockets(void) {
  WSADATA data;
  WSAStartup(MAKEWORD(2, 2), &data);
}

#else

#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define STDAPI_CALL
#define STAND_IN_LOCAL_FREE LocalFree

typedef int connection;
#define NO_CONNECTION (-1)

static void *system_allocate(size_t bytes) { return malloc(bytes); }
static void system_free(void *memory) { free(memory); }
static uint64_t system_thread(void) { return (uint64_t)pthread_self(); }
static int system_enter_apartment(void) { return 1; }
static void system_hang(void) { for (;;) pause(); }
static void system_disconnect(connection c) { if (c != NO_CONNECTION) close(c); }
static void system_start_sockets(void) {}

/* Of ole32 on Windows: S_OK. */
EXPORT int32_t CoInitializeEx(void *reserved, uint32_t kind) {
  (void)reserved;
  (void)kind;
  return 0;
}

#endif

static connection system_connect(const char *port) {
  struct sockaddr_in address;
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_port = htons((uint16_t)atoi(port == NULL ? "0" : port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  system_start_sockets();
  connection c = socket(AF_INET, SOCK_STREAM, 0);
  if (c == NO_CONNECTION) return c;
  if (connect(c, (struct sockaddr *)&address, sizeof address) == 0) return c;
  system_disconnect(c);
  return NO_CONNECTION;
}

static int system_send(connection c, const void *data, size_t bytes) {
  const char *position = data;
  while (bytes > 0) {
    int sent = (int)send(c, position, bytes, 0);
    if (sent <= 0) return 0;
    position += sent;
    bytes -= (size_t)sent;
  }
  return 1;
}

static int system_receive(connection c, void *data, size_t bytes) {
  char *position = data;
  while (bytes > 0) {
    int received = (int)recv(c, position, bytes, 0);
    if (received <= 0) return 0;
    position += received;
    bytes -= (size_t)received;
  }
  return 1;
}

#endif
