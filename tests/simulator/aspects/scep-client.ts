import type { Answers } from '../../../cases/case.ts';
import { thumbprintOf } from '../../../pki/scep/log.ts';
import { add, get, remove, replace, type Reply } from '../client.ts';
import {
  authorities,
  device,
  exec,
  laboratory,
  operationsOf,
  requestTo,
  secondServer,
  server,
} from '../scep/laboratory.ts';
import { aspect, type AspectTest } from './aspect.ts';

/** The alerts of an answer, as code, Source, Type and Format. */
export function alertsOf(reply: Reply): readonly string[] {
  return reply.message.commands.flatMap((command) =>
    command.kind === 'Alert'
      ? command.items.map(
          ({ source, meta }) => `${command.data?.text} ${source?.locUri} ${meta?.type} ${meta?.format}`,
        )
      : [],
  );
}

export const installAlert = `1226 ${device} com.microsoft:mdm.SCEPcertinstall.result int`;

const day = 86_400;

/** A second Exec with another subject while the server of the first answers PENDING, and what comes of both. */
function secondExec(answers: Answers): string {
  const session = laboratory({ pending: 1 }, { answers });
  session.enroll();
  session.send(
    add(`${device}/Install/Challenge`, 'again'),
    replace(`${device}/Install/SubjectName`, 'CN=second'),
  );
  const { all } = session.send(exec());
  session.advance(day);
  const types = operationsOf(session.ca).map(({ message }) => message?.messageType);
  const subjects = session.stores().map(({ subject }) => subject);
  return `${all}; ${types.join(' ')}; ${subjects.join(' ')}`;
}

/** A Delete of the id while its server answers PENDING, and what comes of the enrollment. */
function deletedWhilePending(answers: Answers): string {
  const session = laboratory({ pending: 1 }, { answers });
  session.enroll();
  session.send(remove(device));
  session.advance(day);
  const subjects = session.stores().map(({ subject }) => subject);
  return `${operationsOf(session.ca).length} ${session.read(device)} ${subjects.join(' ') || 'nothing'}`;
}

/** Aspects that only an enrollment with a server shows. */
export const scepClientAspects: readonly AspectTest[] = [
  aspect(
    'A-07',
    (answers) => {
      const session = laboratory({}, { answers });
      const replies = [session.enroll(), session.send(get(`${device}/Status`)), session.send()];
      return replies.map((reply) => alertsOf(reply).join(' ')).join('|');
    },
    { sent: `|${installAlert}|`, none: '||' },
  ),
  aspect(
    'A-15',
    (answers) => {
      const session = laboratory({}, { answers });
      session.enroll({ Challenge: 'c2VjcmV0' });
      return requestTo(session.ca)?.challenge ?? '';
    },
    { text: 'c2VjcmV0', decoded: 'secret' },
  ),
  aspect(
    'A-26',
    (answers) => {
      const session = laboratory({}, { answers, second: {} });
      session.enroll({ ServerURL: `${server};${secondServer}` });
      return session.node('RespondentServerUrl');
    },
    { 'in-order': `${server}/pkiclient.exe`, 'any-order': `${secondServer}/pkiclient.exe` },
  ),
  aspect(
    'A-32',
    (answers) => {
      const session = laboratory({}, { answers });
      session.enroll();
      return `${session.ca.log[0]?.path} ${session.node('RespondentServerUrl')}`;
    },
    {
      'as-given': `/scep ${server}`,
      appended: `/scep/pkiclient.exe ${server}/pkiclient.exe`,
    },
  ),
  aspect(
    'A-66',
    (answers) => {
      const authority = 'intermediate-with-registration';
      // The root stands last in a chain, the intermediate CA before it.
      return authorities.byName[authority].presented
        .slice(1)
        .map((named) => {
          const session = laboratory({ authority }, { answers });
          session.enroll({ CAThumbprint: thumbprintOf(named) });
          return `${session.node('Status')} ${operationsOf(session.ca).length}`;
        })
        .join('; ');
    },
    { accepted: '1 1; 1 1', refused: '16 0; 1 1' },
  ),
  aspect('A-67', secondExec, {
    'begins-again': '200; PKCSReq PKCSReq CertPoll; CN=second',
    'goes-on': '200; PKCSReq CertPoll; CN=device',
    refused: '500; PKCSReq CertPoll; CN=device',
  }),
  aspect(
    'A-68',
    (answers) => {
      const session = laboratory({}, { answers });
      session.enroll({ ValidPeriod: 'Months', ValidPeriodUnits: '6' });
      return JSON.stringify(requestTo(session.ca)?.validity ?? null);
    },
    { 'name-value-pairs': '{"period":"Months","units":"6"}', 'not-seen': 'null' },
  ),
  aspect(
    'A-69',
    (answers) => {
      const session = laboratory({ pending: 2 }, { answers });
      session.enroll({ RetryCount: '1' });
      session.advance(day);
      return `${operationsOf(session.ca).length} ${session.node('Status')} ${session.node('ErrorCode')}`;
    },
    // ERROR_TIMEOUT as an HRESULT.
    { failed: '2 16 -2147023436', pending: '2 2 404' },
  ),
  aspect('A-70', deletedWhilePending, { 'given-up': '1 404 nothing', 'goes-on': '2 404 CN=device' }),
];
