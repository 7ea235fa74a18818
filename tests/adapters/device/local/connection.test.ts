import { describe, expect, it } from 'vitest';
import { embeddedModeHash } from '../../../../adapters/device/embedded-mode.ts';
import { connectLocally, type Host } from '../../../../adapters/device/local/connection.ts';
import type { LocalManagement } from '../../../../adapters/device/local/management.ts';
import type { EmbeddedModeFlag } from '../../../../adapters/device/powershell-machine.ts';
import { TargetFailure } from '../../../../adapters/target.ts';
import { failureOf } from './behaviour.ts';
import { description, recordingMachine } from './recording-machine.ts';

const windows: Host = { platform: 'win32', arch: 'x64' };
const embedded: EmbeddedModeFlag = { kind: 'bytes', hex: embeddedModeHash(description.smbiosUuid) };

/** Notes what it is called for. */
function recordingManagement(
  fails: Partial<Record<keyof LocalManagement, boolean>> = {},
): LocalManagement & { readonly calls: readonly string[] } {
  const calls: string[] = [];
  const call = (name: keyof LocalManagement): Promise<void> => {
    calls.push(name);
    return fails[name] === true
      ? Promise.reject(new TargetFailure('transport', `${name} fails`))
      : Promise.resolve();
  };
  return {
    calls,
    register: () => call('register'),
    apply: async () => {
      await call('apply');
      return { hresult: 0 };
    },
    unregister: () => call('unregister'),
    close: () => call('close'),
  };
}

describe('before anything is done', () => {
  it.each([
    ['another system', { platform: 'linux', arch: 'x64' }, {}, /is linux; reach .* --device=ssh:/],
    [
      'a 32-bit Node.js',
      { platform: 'win32', arch: 'ia32' },
      {},
      /built for ia32.* install a 64-bit Node\.js/,
    ],
    ['a process without elevation', windows, { isElevated: false }, /not elevated.*"Run as administrator"/],
  ] as const)('%s is refused', async (_, host, changes, message) => {
    const management = recordingManagement();
    const machine = recordingMachine(changes);
    expect(await failureOf(connectLocally({ management, machine, host }))).toMatch(message);
    expect(management.calls).toEqual([]);
    expect(machine.written).toEqual([]);
  });

  it('a machine without a proper UUID is refused', async () => {
    const machine = recordingMachine({ smbiosUuid: '' });
    const management = recordingManagement();
    const connection = await connectLocally({ management, machine, host: windows });
    expect(await failureOf(connection.register())).toContain('UUID of its SMBIOS');
    expect([management.calls, machine.written]).toEqual([[], []]);
  });
});

describe('the embedded-mode flag', () => {
  const formerFlags: readonly EmbeddedModeFlag[] = [
    { kind: 'absent' },
    { kind: 'number', value: 0 },
    { kind: 'bytes', hex: '00ff' },
  ];

  it.each(formerFlags)('is set for the time of registration, and then $kind again', async (former) => {
    const machine = recordingMachine({}, former);
    const connection = await connectLocally({ management: recordingManagement(), machine, host: windows });
    await connection.register();
    expect(machine.written).toEqual([embedded]);
    await connection.unregister();
    expect(machine.written).toEqual([embedded, former]);
  });

  it('of before is remembered through several registrations', async () => {
    const machine = recordingMachine({}, { kind: 'absent' });
    const connection = await connectLocally({ management: recordingManagement(), machine, host: windows });
    await connection.register();
    await connection.register();
    await connection.unregister();
    expect(machine.written).toEqual([embedded, embedded, { kind: 'absent' }]);
  });

  it('is put back where registering fails, and where unregistering does', async () => {
    for (const failing of ['register', 'unregister'] as const) {
      const machine = recordingMachine({}, { kind: 'absent' });
      const management = recordingManagement({ [failing]: true });
      const connection = await connectLocally({ management, machine, host: windows });
      const both = connection.register().then(() => connection.unregister());
      expect(await failureOf(both)).toBe(`${failing} fails`);
      expect(machine.written).toEqual([embedded, { kind: 'absent' }]);
    }
  });

  it('that an earlier run left behind is not taken for that of the machine', async () => {
    let kept: EmbeddedModeFlag | undefined = { kind: 'number', value: 0 };
    const machine = recordingMachine({}, embedded);
    const connection = await connectLocally({
      management: recordingManagement(),
      machine,
      host: windows,
      flagMemory: {
        recall: () => Promise.resolve(kept),
        keep: (flag) => {
          kept = flag;
          return Promise.resolve();
        },
        forget: () => {
          kept = undefined;
          return Promise.resolve();
        },
      },
    });
    await connection.register();
    await connection.unregister();
    expect(machine.written.at(-1)).toEqual({ kind: 'number', value: 0 });
    expect(kept).toBeUndefined();
  });
});

it('does not unregister what is not registered, but puts the flag back', async () => {
  const machine = recordingMachine({ isRegistered: false }, { kind: 'absent' });
  const management = recordingManagement();
  const connection = await connectLocally({ management, machine, host: windows });
  await connection.register();
  await connection.unregister();
  expect(management.calls).toEqual(['register']);
  expect(machine.written).toEqual([embedded, { kind: 'absent' }]);
});

it('says of itself whether it is a 64-bit process, whatever PowerShell is', async () => {
  const machine = recordingMachine({ is64BitProcess: false });
  const management = recordingManagement();
  const connection = await connectLocally({ management, machine, host: { ...windows, arch: 'arm64' } });
  expect(await connection.describe()).toMatchObject({ is64BitProcess: true, build: description.build });
  await connection.close();
  expect(management.calls).toEqual(['close']);
});
