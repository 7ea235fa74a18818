import type { Command, Item, Message } from '../../syncml/message.ts';
import { numbered, type Unnumbered } from './envelope.ts';
import { sizeIn } from './large-objects.ts';
import { alert, alertCode, hasAlert, type OwedStatus } from './statuses.ts';
import type { ClientSessionOptions, DeviceAlert, PackageOne } from './turns.ts';

/** Type of the Alert 1224 that tells who is logged on (device-and-mdm.md, 5.2 and 5.4). */
const loginType = 'com.microsoft/MDM/LoginStatus';
const loginStatuses = ['user', 'others', 'none'] as const;

/** Alerts that are the session's own business. */
const sessionAlerts: ReadonlySet<string> = new Set(['1200', '1201', '1222', '1223']);

/** What a device says in package 1, which may come in several messages; a reason where it is none. */
export function readPackageOne(messages: readonly Message[]): PackageOne | string {
  const byServer = messages.some((message) => hasAlert(message, '1200'));
  if (!byServer && !messages.some((message) => hasAlert(message, '1201'))) {
    return 'package 1 has no Alert 1200 or 1201, with which a device opens a session';
  }
  const loginStatus = messages.flatMap(alertsOf).find(isLogin)?.data?.trim();
  const known = loginStatuses.find((status) => status === loginStatus);
  const maxMsgSize = sizeIn({ size: messages[0]?.header?.meta?.maxMsgSize ?? '' });
  return {
    initiatedBy: byServer ? 'server' : 'device',
    devInfo: Object.fromEntries(messages.flatMap(devInfoOf)),
    ...(known === undefined ? {} : { loginStatus: known }),
    ...(maxMsgSize === undefined || maxMsgSize === 0 ? {} : { maxMsgSize }),
  };
}

function devInfoOf({ commands }: Message): readonly (readonly [name: string, value: string])[] {
  return commands.flatMap((command) =>
    command.kind === 'Replace'
      ? command.items.flatMap(({ source, target, data }) => {
          const [, name] = /^\.\/DevInfo\/(.+)$/.exec((source ?? target)?.locUri.trim() ?? '') ?? [];
          return name === undefined ? [] : [[name, data?.text ?? ''] as const];
        })
      : [],
  );
}

/** What a message tells by Alerts, beside what belongs to the session. */
export function deviceAlerts(messages: readonly Message[]): readonly DeviceAlert[] {
  return messages.flatMap(alertsOf).filter((found) => !sessionAlerts.has(found.code) && !isLogin(found));
}

function isLogin({ code, type }: DeviceAlert): boolean {
  return code === '1224' && type?.trim() === loginType;
}

/** One for each Item; an Alert without Items is one as well. */
function alertsOf({ commands }: Message): readonly DeviceAlert[] {
  return commands.flatMap((command): readonly DeviceAlert[] => {
    if (command.kind !== 'Alert') return [];
    const code = alertCode(command);
    if (command.items.length === 0) return [{ code }];
    return command.items.map(({ meta, data }) => ({
      code,
      ...(meta?.type === undefined ? {} : { type: meta.type }),
      ...(data === undefined ? {} : { data: data.text }),
    }));
  });
}

/**
 * The commands of package 1 in the order of the native client, which begins with CmdID 2 where nothing is to be
 * answered yet (device-and-mdm.md, 5.2 and 5.4).
 */
export function packageOneCommands(
  options: Pick<ClientSessionOptions, 'initiatedBy' | 'loginStatus' | 'alerts' | 'devInfo'>,
  statuses: readonly OwedStatus[],
): readonly Command[] {
  const { initiatedBy, loginStatus, alerts = [], devInfo } = options;
  const commands: readonly Unnumbered[] = [
    alert(initiatedBy === 'server' ? '1200' : '1201'),
    { ...alert('1224'), items: [{ meta: { type: loginType }, data: { text: loginStatus, cdata: false } }] },
    ...alerts.map(({ code, type, data }) => ({ ...alert(code), items: alertItems(type, data) })),
    {
      kind: 'Replace',
      items: Object.entries(devInfo).map(([name, text]) => ({
        source: { locUri: `./DevInfo/${name}` },
        data: { text, cdata: false },
      })),
    },
  ];
  return [...numbered(statuses), ...numbered(commands, Math.max(2, statuses.length + 1))];
}

function alertItems(type: string | undefined, data: string | undefined): readonly Item[] {
  if (type === undefined && data === undefined) return [];
  return [
    {
      ...(type === undefined ? {} : { meta: { type } }),
      ...(data === undefined ? {} : { data: { text: data, cdata: false } }),
    },
  ];
}
