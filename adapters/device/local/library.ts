import { join } from 'node:path';
import type * as Koffi from 'koffi';
import { functionNames, type Libraries, type Reply } from './messages.ts';

/** The functions of mdmlocalmanagement.dll, called at once and on the calling thread. */
export interface ManagementLibrary {
  register(): Reply;
  apply(syncBody: string): Reply;
  unregister(): Reply;
}

/** COINIT_MULTITHREADED of objbase.h. */
const multithreaded = 0;

/** By their full path, so that no file beside the suite can take their place. */
function librariesOfWindows(): Libraries {
  const folder = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32');
  return {
    management: join(folder, 'mdmlocalmanagement.dll'),
    memory: join(folder, 'kernel32.dll'),
    apartment: join(folder, 'ole32.dll'),
  };
}

/**
 * Binds the functions (device-and-mdm.md, 1.1), and puts the calling thread into the multithreaded apartment, which they
 * need (1.2). They have to be called on this thread ever after: the library's lock belongs to it.
 * @throws Error with one line for the user where that is not possible
 */
export async function loadLibrary(libraries: Libraries = librariesOfWindows()): Promise<ManagementLibrary> {
  const koffi = await loadKoffi();
  const load = (path: string): ReturnType<typeof koffi.load> => {
    try {
      return koffi.load(path);
    } catch (error) {
      throw new Error(
        `${path} can not be loaded: ${messageOf(error)}; local management is part of client editions of Windows 10 and 11 only`,
        { cause: error },
      );
    }
  };
  const management = load(libraries.management);
  // Always char16_t: wchar_t has four bytes where the tests run.
  const localFree = load(libraries.memory).func('void *LocalFree(void *memory)');
  koffi.disposable('LocalText', 'str16', localFree);
  const register = management.func(`int32_t ${functionNames.register}(_Out_ int32_t *alreadyRegistered)`);
  const apply = management.func(
    `int32_t ${functionNames.apply}(str16 syncMLRequest, _Out_ LocalText *syncMLResult)`,
  );
  const unregister = management.func(`int32_t ${functionNames.unregister}()`);
  load(libraries.apartment).func('int32_t CoInitializeEx(void *reserved, uint32_t kind)')(
    null,
    multithreaded,
  );
  return {
    register: () => returned(register([0])),
    apply: (syncBody) => {
      const result: [string | null] = [null];
      const hresult: unknown = apply(syncBody, result);
      return returned(hresult, result[0]);
    },
    unregister: () => returned(unregister()),
  };
}

function returned(hresult: unknown, result: string | null = null): Reply {
  // Declared as int32_t above, so it is a number; its highest bit says that the call failed.
  const unsigned = (hresult as number) >>> 0;
  return { kind: 'returned', hresult: unsigned, ...(result === null ? {} : { result }) };
}

async function loadKoffi(): Promise<typeof Koffi> {
  try {
    return await import('koffi');
  } catch (error) {
    throw new Error(
      'the package koffi, by which the functions of Windows are called, is missing; run npm install without --omit=optional',
      { cause: error },
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
