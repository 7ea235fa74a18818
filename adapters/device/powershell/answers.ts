import type { Scope } from '../../../cases/case.ts';
import type { MachineDescription, MachineEvent, StoredCertificateReading, WebAnswer } from '../connection.ts';
import type { EmbeddedModeFlag } from '../powershell-machine.ts';
import { booleanOf, listOf, member, optional, ShapeError, textOf, unsignedOf, type Found } from './json.ts';

// Strict readers of what the scripts give: a script that runs on some other Windows than we know shows here, and not as
// a wrong verdict. All throw ShapeError.

export function describedMachine(answer: Found): MachineDescription {
  const hasTpm = optional(member(answer, 'hasTpm'), booleanOf);
  return {
    build: matching(member(answer, 'build'), /^\d+\.\d+\.\d+\.\d*$/, 'build such as 10.0.26100.1742').replace(
      /\.$/,
      '',
    ),
    edition: textOf(member(answer, 'edition')),
    isClient: booleanOf(member(answer, 'isClient')),
    is64BitProcess: booleanOf(member(answer, 'is64BitProcess')),
    isElevated: booleanOf(member(answer, 'isElevated')),
    ...(hasTpm === undefined ? {} : { hasTpm }),
    enrolledIn: listOf(member(answer, 'enrolledIn')).map(textOf),
    isRegistered: booleanOf(member(answer, 'isRegistered')),
    userLoggedOn: booleanOf(member(answer, 'userLoggedOn')),
    smbiosUuid: textOf(member(answer, 'smbiosUuid')),
    computerName: textOf(member(answer, 'computerName')),
  };
}

export function storedCertificates(answer: Found): readonly StoredCertificateReading[] {
  return listOf(member(answer, 'certificates')).map((reading) => {
    const provider = optional(member(reading, 'provider'), textOf);
    const exportable = optional(member(reading, 'exportable'), booleanOf);
    const keyLength = optional(member(reading, 'keyLength'), unsignedOf);
    const keyError = optional(member(reading, 'keyError'), textOf);
    return {
      scope: scopeOf(member(reading, 'scope')),
      store: textOf(member(reading, 'store')),
      certificate: base64Of(member(reading, 'certificate')),
      hasPrivateKey: booleanOf(member(reading, 'hasPrivateKey')),
      ...(provider === undefined ? {} : { provider }),
      ...(exportable === undefined ? {} : { exportable }),
      ...(keyLength === undefined ? {} : { keyLength }),
      ...(keyError === undefined ? {} : { keyError }),
    };
  });
}

/** Levels of events as Windows numbers them; their names are translated there. */
const levels: Readonly<Record<number, string>> = { 1: 'critical', 2: 'error', 3: 'warning', 5: 'verbose' };

/** Oldest first. */
export function machineEvents(answer: Found): readonly MachineEvent[] {
  return listOf(member(answer, 'events'))
    .map((event) => ({
      time: textOf(member(event, 'time')),
      id: unsignedOf(member(event, 'id')),
      level: levels[unsignedOf(member(event, 'level'))] ?? 'information',
      message: textOf(member(event, 'message')),
    }))
    .reverse();
}

export function embeddedModeFlag(answer: Found): EmbeddedModeFlag {
  const kind = textOf(member(answer, 'kind'));
  switch (kind) {
    case 'absent':
      return { kind };
    case 'number':
      return { kind, value: unsignedOf(member(answer, 'value')) };
    case 'bytes':
      return { kind, hex: matching(member(answer, 'hex'), /^(?:[0-9a-f]{2})*$/, 'row of bytes') };
    default:
      throw new ShapeError(`${answer.path}.kind is "${kind}"`);
  }
}

export function webAnswer(answer: Found): WebAnswer {
  const problem = optional(member(answer, 'problem'), textOf);
  if (problem !== undefined) return { kind: 'unreachable', problem };
  return {
    kind: 'answered',
    status: unsignedOf(member(answer, 'status')),
    contentType: optional(member(answer, 'contentType'), textOf) ?? '',
  };
}

/** What one of the three functions of the library returned. */
export function returnedCode(answer: Found): number {
  return unsignedOf(member(answer, 'hresult'));
}

/** `registered`: what registering gave, without which nothing is applied. */
export type AppliedAnswer =
  | { readonly kind: 'not-registered'; readonly hresult: number }
  | { readonly kind: 'applied'; readonly hresult: number; readonly result?: string };

export function appliedAnswer(answer: Found): AppliedAnswer {
  const registered = unsignedOf(member(answer, 'registered'));
  if (registered !== 0) return { kind: 'not-registered', hresult: registered };
  const result = optional(member(answer, 'result'), textOf);
  return { kind: 'applied', hresult: returnedCode(answer), ...(result === undefined ? {} : { result }) };
}

function scopeOf(entry: Found): Scope {
  const text = textOf(entry);
  if (text !== 'device' && text !== 'user') throw new ShapeError(`${entry.path} is no scope`);
  return text;
}

function base64Of(entry: Found): string {
  return matching(entry, /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 'base64');
}

function matching(entry: Found, pattern: RegExp, what: string): string {
  const text = textOf(entry);
  if (!pattern.test(text)) throw new ShapeError(`${entry.path} is no ${what}`);
  return text;
}
