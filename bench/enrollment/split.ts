import { Session, type Profiler } from 'node:inspector';

/** One part of an enrollment: what it is called, and which functions it is. */
interface Part {
  readonly name: string;
  /** File below the project, and the function in it; without function, all of the file or folder. */
  readonly is: readonly (readonly [path: string, name?: string])[];
}

/** The first function on the stack, from the outside, that belongs to a part decides. */
const parts: readonly Part[] = [
  { name: 'key generation', is: [['simulator/scep/key-source.ts']] },
  {
    name: 'CSR: making',
    is: [['pki/scep/certification-request.ts', 'writeCertificationRequest']],
  },
  {
    name: 'CSR: reading, verifying',
    is: [['pki/scep/certification-request.ts', 'readCertificationRequest']],
  },
  { name: 'CMS: signing', is: [['pki/scep/signed-data-write.ts', 'writeSignedData']] },
  { name: 'CMS: enveloping', is: [['pki/scep/envelope.ts', 'writeEnvelope']] },
  { name: 'CMS: opening', is: [['pki/scep/envelope.ts', 'openEnvelope']] },
  {
    name: 'CMS: reading, verifying',
    is: [
      ['pki/scep/message.ts', 'readPkiMessage'],
      ['pki/scep/message.ts', 'verifyPkiMessage'],
    ],
  },
  {
    name: 'CMS: certificates only',
    is: [
      ['pki/scep/signed-data-write.ts', 'writeCertificatesOnly'],
      ['pki/scep/signed-data.ts', 'readCertificatesOnly'],
    ],
  },
  {
    name: 'certificates: issuing',
    is: [
      ['pki/scep/issuance.ts'],
      ['pki/scep/certificate.ts', 'issueCertificate'],
      ['pki/scep/certificate.ts', 'selfSignedCertificate'],
    ],
  },
  {
    name: 'certificates: trust',
    is: [['simulator/scep/authority.ts'], ['simulator/scep/reply.ts', 'issuedTo']],
  },
  { name: "the CA's log", is: [['pki/scep/log.ts']] },
  { name: 'certificate stores', is: [['simulator/keys/'], ['simulator/scep/certificate-watch.ts']] },
  { name: 'SyncML', is: [['syncml/']] },
];

/** What belongs to no part, by where it is. */
const remainders: readonly (readonly [start: string, name: string])[] = [
  ['(garbage collector)', 'garbage collection'],
  ['simulator/engine', 'tree and commands'],
  ['simulator/csp/', 'CSP'],
  ['simulator/model.ts', 'CSP'],
];

/** Milliseconds of a run by part. */
export interface Split {
  readonly parts: ReadonlyMap<string, number>;
  /** What is left, by file: where to look when that is much. */
  readonly rest: ReadonlyMap<string, number>;
}

/** Runs work under V8's profiler, which looks at the stack twice in a millisecond: more often, it distorts what it sees. */
export async function splitOf(work: () => void): Promise<Split> {
  const session = new Session();
  session.connect();
  try {
    await post(session, 'Profiler.enable');
    await post(session, 'Profiler.setSamplingInterval', { interval: 500 });
    await post(session, 'Profiler.start');
    work();
    return divide(await stop(session));
  } finally {
    session.disconnect();
  }
}

function post(session: Session, method: string, parameters: object = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    session.post(method, parameters, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}

function stop(session: Session): Promise<Profiler.Profile> {
  return new Promise((resolve, reject) => {
    session.post('Profiler.stop', (error, { profile }) => {
      if (error === null) resolve(profile);
      else reject(error);
    });
  });
}

interface Owner {
  readonly part?: string;
  readonly file: string;
}

function divide({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Split {
  const owners = ownersOf(nodes);
  const split = { parts: new Map<string, number>(), rest: new Map<string, number>() };
  for (const [index, id] of samples.entries()) {
    const { part, file } = owners.get(id) ?? { file: '(unknown)' };
    const known = part ?? remainders.find(([start]) => file.startsWith(start))?.[1];
    const sums = known === undefined ? split.rest : split.parts;
    const name = known ?? file;
    sums.set(name, (sums.get(name) ?? 0) + (timeDeltas[index] ?? 0) / 1000);
  }
  return split;
}

/** For each node of the profile's tree the part that it belongs to, and the nearest file of the project. */
function ownersOf(nodes: readonly Profiler.ProfileNode[]): ReadonlyMap<number, Owner> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const owners = new Map<number, Owner>();
  const visit = (node: Profiler.ProfileNode, above: Owner): void => {
    const { functionName, url } = node.callFrame;
    const [, path] = /\/((?:pki|simulator|syncml|csp|cases|generators|bench)\/[^?]*)/.exec(url) ?? [];
    const own = parts.find(({ is }) =>
      is.some(([start, name]) => path?.startsWith(start) === true && (name ?? functionName) === functionName),
    );
    const part = above.part ?? own?.name;
    const special = functionName === '(garbage collector)' ? functionName : undefined;
    const owner: Owner = { file: special ?? path ?? above.file, ...(part === undefined ? {} : { part }) };
    owners.set(node.id, owner);
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child !== undefined) visit(child, owner);
    }
  };
  const [root] = nodes;
  if (root !== undefined) visit(root, { file: '(program)' });
  return owners;
}
