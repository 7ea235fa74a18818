import fc from 'fast-check';
import type { Answers } from '../../cases/case.ts';
import { answerKeys, answersTo } from '../../csp/ambiguities.ts';
import { whyImpossible } from '../../csp/impossible-answers.ts';
import { enroll, settingUp } from './aspects/scep.ts';
import {
  add,
  atomic,
  csp,
  execute,
  get,
  remove,
  replace,
  sequence,
  userCsp,
  type Sent,
  type Session,
} from './client.ts';
import { installing, pfxOf, pool } from './pfx-files.ts';

/** Any answer to each of the ambiguities, of those that a device may give together. */
export const anyAnswers: fc.Arbitrary<Answers> = fc
  .record(Object.fromEntries(answerKeys.map((key) => [key, fc.constantFrom(...answersTo(key))])))
  .filter((answers) => whyImpossible(answers) === undefined);

const requests = [csp, userCsp].flatMap((root) => ['a', 'b'].map((id) => `${root}/PFXCertInstall/${id}`));
const blobs = [
  pfxOf(),
  pfxOf([pool.identity('rsa-2048', 1)], { chain: true }),
  pfxOf([pool.identity('ec-p256', 0)]),
  pfxOf(undefined, { damage: 'wrong-mac' }),
  'no base64',
];

const values: Readonly<Record<string, readonly string[]>> = {
  KeyLocation: ['1', '2', '3', '4', '03', 'x'],
  PFXCertPassword: ['pw', 'wrong', ''],
  PFXKeyExportable: ['true', 'false', 'True'],
  PFXCertPasswordEncryptionType: ['0', '1', '2', '7'],
  ContainerName: ['box', 'new'],
  PFXCertBlob: blobs,
  Status: ['0'],
  Nothing: ['x'],
};

const anyNode: fc.Arbitrary<{ target: string; value: string }> = fc
  .record({ request: fc.constantFrom(...requests), name: fc.constantFrom(...Object.keys(values)) })
  .chain(({ request, name }) =>
    fc.constantFrom(...(values[name] ?? [''])).map((value) => ({ target: `${request}/${name}`, value })),
  );

/** Commands to a few install requests, sensible ones and others. */
export const anyCommand: fc.Arbitrary<Sent> = fc.oneof(
  { weight: 4, arbitrary: anyNode.map(({ target, value }) => add(target, value)) },
  { weight: 3, arbitrary: anyNode.map(({ target, value }) => replace(target, value)) },
  { weight: 1, arbitrary: anyNode.map(({ target }) => remove(target)) },
  { weight: 1, arbitrary: anyNode.map(({ target }) => get(target)) },
  { weight: 1, arbitrary: fc.constantFrom(...requests).map((request) => remove(request)) },
  { weight: 1, arbitrary: fc.constantFrom(...requests).map((request) => replace(request)) },
  { weight: 1, arbitrary: fc.constantFrom(enroll, execute(`${csp}/SCEP/a`), remove(`${csp}/SCEP/a`)) },
  { weight: 1, arbitrary: fc.constantFrom(...settingUp({ RetryCount: '31', ValidPeriod: 'Weeks' })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ kind: 'Copy' }, { kind: 'Alert' }, { ...get(csp), cmdId: null }),
  },
);

/** A whole install, so that there is often something to be undone. */
const anyInstall: fc.Arbitrary<readonly Sent[]> = fc
  .record({ request: fc.constantFrom(...requests), blob: fc.constantFrom(...blobs) })
  .map(({ request, blob }) => installing(request, { PFXCertBlob: blob }));

/** Messages that leave parameters, or whole installs, for what comes after. */
export const anyHistory: fc.Arbitrary<readonly (readonly Sent[])[]> = fc.array(
  fc.oneof(
    anyInstall,
    anyInstall.map((adds) => adds.slice(0, -1)),
  ),
  { maxLength: 3 },
);

/** Members of an Atomic. */
export const anyMembers: fc.Arbitrary<readonly Sent[]> = fc
  .array(
    fc.oneof(
      anyInstall,
      anyInstall.map((adds) => adds.slice(-1)),
      fc.array(anyCommand, { minLength: 1, maxLength: 3 }),
    ),
    { maxLength: 4 },
  )
  .map((lists) => lists.flat());

/** Commands of one message, with containers. */
export const anyMessage: fc.Arbitrary<readonly Sent[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: anyCommand },
    { weight: 2, arbitrary: anyMembers.map((members) => atomic(...members)) },
    { weight: 1, arbitrary: anyMembers.map((members) => sequence(...members)) },
    { weight: 1, arbitrary: anyMembers.map((members) => sequence(atomic(...members))) },
  ),
  { maxLength: 4 },
);

/** Everything that a device shows: all nodes of both trees with their values, and the stores. */
export function everything(session: Session): unknown {
  const nodes: string[] = [];
  const visit = (target: string): void => {
    const [result] = session.send(get(target)).results;
    nodes.push(`${target} ${result?.format ?? 'not there'} ${result?.text ?? ''}`);
    if (result?.format !== 'node' || result.text === undefined || result.text === '') return;
    for (const name of result.text.split('/')) visit(`${target}/${name}`);
  };
  visit(csp);
  visit(userCsp);
  return { nodes, stores: session.stores() };
}
