import type { StepObservation, StoreEntry } from '../../../cases/observation.ts';
import type { Expectation, Settlement, StatusSet, ValueSet } from '../../../oracles/expectation.ts';
import type { Outcome } from '../../../oracles/predict.ts';
import { escapeXml } from './payload.ts';

/** One Status of a hand-built reply. */
export interface StatusLine {
  readonly cmdRef: string;
  readonly code: string;
  readonly cmd?: string;
  readonly targetRef?: string;
  readonly msgRef?: string;
}

export interface ResultLine {
  readonly cmdRef: string;
  readonly locUri: string;
  readonly text: string;
  readonly format?: string;
}

/** A reply as text; SyncHdr is answered with 200 unless `statuses` has a CmdRef 0. */
export function reply(
  statuses: readonly StatusLine[],
  results: readonly ResultLine[] = [],
  msgRef = '2',
): StepObservation {
  const header: readonly StatusLine[] = statuses.some(({ cmd }) => cmd === 'SyncHdr')
    ? []
    : [{ cmdRef: '0', cmd: 'SyncHdr', code: '200' }];
  let cmdId = 0;
  const lines = [
    ...[...header, ...statuses].map(
      (line) =>
        `<Status><CmdID>${++cmdId}</CmdID><MsgRef>${line.msgRef ?? msgRef}</MsgRef><CmdRef>${line.cmdRef}</CmdRef>` +
        `<Cmd>${line.cmd ?? 'Add'}</Cmd>${line.targetRef === undefined ? '' : `<TargetRef>${escapeXml(line.targetRef)}</TargetRef>`}` +
        `<Data>${line.code}</Data></Status>`,
    ),
    ...results.map(
      (line) =>
        `<Results><CmdID>${++cmdId}</CmdID><MsgRef>${msgRef}</MsgRef><CmdRef>${line.cmdRef}</CmdRef><Item>` +
        `<Source><LocURI>${escapeXml(line.locUri)}</LocURI></Source>` +
        (line.format === undefined
          ? ''
          : `<Meta><Format xmlns="syncml:metinf">${line.format}</Format></Meta>`) +
        `<Data>${escapeXml(line.text)}</Data></Item></Results>`,
    ),
  ];
  const text =
    '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID>' +
    '<MsgID>2</MsgID><Target><LocURI>server</LocURI></Target><Source><LocURI>device</LocURI></Source></SyncHdr>' +
    `<SyncBody>${lines.join('')}<Final/></SyncBody></SyncML>`;
  return { kind: 'reply', payload: { text } };
}

/** What a device would show that does exactly what the outcome expects. */
export interface Shown {
  readonly statuses: StatusLine[];
  readonly results: ResultLine[];
}

/** Statuses and Results as an outcome expects them; where several are admitted, the first: of an ambiguity always the same. */
export function shownBy(outcome: Outcome): Shown {
  const shown: Shown = { statuses: [], results: [] };
  const answers = new Map(Object.entries(outcome.world.answers));
  for (const expectation of outcome.expectations) show(expectation, shown, answers);
  return shown;
}

function show(
  expectation: Expectation,
  { statuses, results }: Shown,
  answers: Map<string, string | undefined>,
): void {
  if (expectation.kind === 'status') {
    const { command, optional, settles = [] } = expectation;
    if (optional === true && expectation.statuses.kind !== 'codes') return;
    const code = codeOf(expectation.statuses, settles, answers);
    for (const one of settles) answers.set(one.key, toldBy(code, one) ?? answers.get(one.key));
    statuses.push({
      cmdRef: command.cmdId ?? '',
      cmd: command.name,
      code,
      ...(command.item === undefined || command.locUri === undefined ? {} : { targetRef: command.locUri }),
    });
  } else if (expectation.kind === 'results') {
    const { command, locUri, value, formats } = expectation;
    const status = statuses.findLast(
      ({ cmdRef, targetRef }) =>
        cmdRef === (command.cmdId ?? '') && (targetRef === undefined || targetRef === command.locUri),
    );
    if (status?.code !== '200') return;
    const format = formats[0];
    const upper = answers.get('A-23') !== 'lower';
    results.push({
      cmdRef: command.cmdId ?? '',
      locUri,
      text: upper ? textOf(value) : textOf(value).toLowerCase(),
      ...(format === undefined || format === '' ? {} : { format }),
    });
  }
}

/** The first code that is admitted and contradicts no answer; one that tells an answer again, where there is one. */
function codeOf(
  set: StatusSet,
  settles: readonly Settlement[],
  answers: ReadonlyMap<string, string | undefined>,
): string {
  const told = settles.flatMap((one) =>
    Object.keys(one.answers).filter((code) => one.answers[code] === answers.get(one.key)),
  );
  const fits = (code: string): boolean =>
    settles.every((one) => {
      const known = answers.get(one.key);
      return known === undefined || (toldBy(code, one) ?? known) === known;
    });
  const [first = '200', ...others] = [...told, ...someOf(set)];
  return [first, ...others].find(fits) ?? first;
}

function toldBy(code: string, { answers, otherwise }: Settlement): string | undefined {
  return answers[code] ?? otherwise;
}

function someOf(set: StatusSet): readonly string[] {
  switch (set.kind) {
    case 'codes':
      return set.codes;
    case 'failure':
      return ['500', '403'];
    case 'any':
      // A Get that succeeds would need Results: of two with one CmdID, it would take those of the other.
      return ['500', '216'];
    case 'none':
      return [];
  }
}

/** A text that fits. */
export function textOf(value: ValueSet): string {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'one-of':
      return value.texts[0] ?? '';
    case 'number':
      return String(value.equals);
    case 'nonzero-number':
      return '-2146885628';
    case 'failing-hresult':
      return '-2146885628';
    case 'any-thumbprint':
      return '00'.repeat(20);
    case 'any-number':
      return '0';
    case 'bytes':
      return value.base64;
    case 'thumbprint':
      return value.oneOf[0] ?? '';
    case 'children':
      return value.atLeast.join('/');
    case 'not':
    case 'any':
      return '';
  }
}

/** A reply that keeps an outcome, or none where the outcome refuses the message as a whole. */
export function replyOf(
  outcome: Outcome,
  change: (shown: Shown) => Shown = (shown) => shown,
): StepObservation {
  const first = outcome.expectations.find((expectation) => expectation.kind === 'reply');
  if (first?.reply === 'refused') return { kind: 'reply', payload: 'none' };
  const { statuses, results } = change(shownBy(outcome));
  return reply(statuses, results);
}

/** The stores as an outcome of reading them expects. */
export function storesOf(outcome: Outcome): readonly StoreEntry[] {
  const stores = outcome.expectations.find((expectation) => expectation.kind === 'stores');
  return (stores?.entries ?? [])
    .filter(({ optional }) => !optional)
    .map(({ scope, thumbprint, providers, exportable, container }) => ({
      scope,
      store: 'My',
      thumbprint,
      subject: 'CN=test',
      provider: providers[0] ?? 'software',
      exportable: exportable === true,
      ...(container === undefined ? {} : { container }),
      keyAlgorithm: 'RSA',
      keyBits: 2048,
    }));
}
