/*
 * Stands in for mdmlocalmanagement.dll of Windows in tests: the same exports, the same char16_t strings, the documented
 * rules (device-and-mdm.md, 1.1 and 1.2). What it is asked it passes to a server in the test (server.ts), which says what
 * to return, and also to hang or to crash.
 *
 * cc -shared -fPIC on Linux; x86_64-w64-mingw32-gcc -shared with mdmlocalmanagement.def for Windows.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <uchar.h>
#include "system.h"

#define S_OK_ 0
#define RPC_E_CHANGED_MODE_ ((int32_t)0x80010106)
#define ERROR_INVALID_STATE_ ((int32_t)0x8007139F)
#define E_FAIL_ ((int32_t)0x80004005)

enum call { call_register = 1, call_apply = 2, call_unregister = 3 };
enum instruction { instruction_return = 0, instruction_hang = 1, instruction_crash = 2 };

/* Both in the order of bytes of x86-64 and arm64. */
struct question {
  uint32_t call;
  uint32_t allocations;
  uint32_t live;
  uint32_t wrongly_freed;
  uint32_t bytes;
};

struct answer {
  uint32_t instruction;
  int32_t hresult;
  uint32_t flag; /* of Register: alreadyRegistered; of Apply: whether there is a result */
  uint32_t bytes;
};

/* What was allocated for results and not freed yet. */
static void *results[256];
static uint32_t allocations, live, wrongly_freed;

static uint64_t first_thread;
static int registered;

static void *allocate_result(size_t bytes) {
  for (size_t i = 0; i < sizeof results / sizeof *results; i++) {
    if (results[i] != NULL) continue;
    results[i] = system_allocate(bytes);
    allocations++;
    live++;
    return results[i];
  }
  abort(); /* nobody frees anything */
}

/* LocalFree, with a look at what is freed. */
EXPORT void *STAND_IN_LOCAL_FREE(void *memory) {
  if (memory == NULL) return NULL;
  for (size_t i = 0; i < sizeof results / sizeof *results; i++) {
    if (results[i] != memory) continue;
    results[i] = NULL;
    live--;
    system_free(memory);
    return NULL;
  }
  wrongly_freed++;
  return memory;
}

static int32_t ask(enum call call, const char16_t *request, uint32_t *flag, char16_t **result) {
  if (first_thread == 0) first_thread = system_thread();
  if (first_thread != system_thread() || !system_enter_apartment()) return RPC_E_CHANGED_MODE_;
  if (call == call_apply && !registered) return ERROR_INVALID_STATE_;

  size_t units = 0;
  while (request != NULL && request[units] != 0) units++;
  struct question question = {call, allocations, live, wrongly_freed, (uint32_t)(units * sizeof *request)};
  struct answer answer;
  connection server = system_connect(getenv("STAND_IN_PORT"));
  if (!system_send(server, &question, sizeof question) || !system_send(server, request, question.bytes) ||
      !system_receive(server, &answer, sizeof answer)) {
    system_disconnect(server);
    return E_FAIL_;
  }
  if (answer.instruction == instruction_hang) system_hang();
  if (answer.instruction == instruction_crash) *(volatile int *)NULL = 0;
  if (result != NULL && answer.flag) {
    *result = allocate_result(answer.bytes + sizeof **result);
    system_receive(server, *result, answer.bytes);
    (*result)[answer.bytes / sizeof **result] = 0;
  }
  if (flag != NULL) *flag = answer.flag;
  system_disconnect(server);
  return answer.hresult;
}

EXPORT int32_t STDAPI_CALL RegisterDeviceWithLocalManagement(int32_t *already_registered) {
  uint32_t flag = 0;
  int32_t hresult = ask(call_register, NULL, &flag, NULL);
  if (already_registered != NULL) *already_registered = (int32_t)flag;
  if (hresult == S_OK_) registered = 1;
  return hresult;
}

EXPORT int32_t STDAPI_CALL ApplyLocalManagementSyncML(const char16_t *request, char16_t **result) {
  if (result != NULL) *result = NULL;
  return ask(call_apply, request, NULL, result);
}

EXPORT int32_t STDAPI_CALL UnregisterDeviceWithLocalManagement(void) {
  int32_t hresult = ask(call_unregister, NULL, NULL, NULL);
  if (hresult == S_OK_) registered = 0;
  return hresult;
}
