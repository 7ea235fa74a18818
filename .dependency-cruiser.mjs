// The layers of docs/architecture.md as rules: data flows generators -> oracles -> adapters -> reports,
// and what has to stay an independent reading of the specification never imports its twin.

const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^${from}/` },
  to: {
    path: '^(csp|syncml|pki|cases|omadm|generators|proofreading|oracles|simulator|faults|adapters|runner|qualification|suites|reports|bench|tests|bin)/',
    pathNot: `^(${[from, ...allowed].join('|')})/`,
  },
});

// What carries out cases may use every layer that makes, sends or judges them.
const belowRunner = [
  'csp',
  'syncml',
  'pki',
  'cases',
  'generators',
  'proofreading',
  'oracles',
  'simulator',
  'faults',
  'omadm',
  'adapters',
  'reports',
];

export default {
  forbidden: [
    only('csp-is-data', 'csp', [], 'The specification as data rests on nothing.'),
    only('syncml-is-a-codec', 'syncml', [], 'The wire codec knows no CSP.'),
    only('pki-is-cryptography', 'pki', [], 'PFX, CMS and keys know no CSP.'),
    only(
      'cases-are-vocabulary',
      'cases',
      ['csp', 'pki'],
      'Cases, observations and verdicts are plain data; of pki, the types of a SCEP script and log.',
    ),
    only(
      'simulator-is-independent',
      'simulator',
      ['csp', 'syncml', 'pki', 'cases'],
      'The simulator never sees oracle or generators.',
    ),
    only(
      'oracles-are-independent',
      'oracles',
      ['csp', 'syncml', 'pki', 'cases'],
      'The oracle never sees simulator or generators.',
    ),
    only(
      'generators-know-no-target',
      'generators',
      ['csp', 'syncml', 'pki', 'cases'],
      'Generators know neither targets nor oracle.',
    ),
    only(
      'proofreading-is-independent',
      'proofreading',
      ['cases'],
      'Who reads the messages again shares nothing with who wrote them.',
    ),
    {
      name: 'proofreading-rests-on-no-library',
      comment: 'The codec rests on XML libraries; what they overlook is to be found here.',
      severity: 'error',
      from: { path: '^proofreading/' },
      to: { dependencyTypes: ['npm'] },
    },
    only(
      'faults-are-wrong-devices',
      'faults',
      ['csp', 'syncml', 'pki', 'cases', 'simulator'],
      'A seeded fault is a simulator with one thing changed.',
    ),
    only(
      'omadm-is-transport',
      'omadm',
      ['syncml', 'pki'],
      'Sessions and enrollment carry documents; they know neither the CSP nor what is expected of it.',
    ),
    only(
      'adapters-know-no-oracle',
      'adapters',
      ['csp', 'syncml', 'pki', 'cases', 'omadm', 'simulator', 'faults'],
      'Adapters only carry bytes.',
    ),
    only(
      'reports-know-no-target',
      'reports',
      ['csp', 'syncml', 'cases', 'oracles'],
      'Reports are made from results.',
    ),
    only(
      'suites-declare',
      'suites',
      ['csp', 'cases', 'generators', 'runner'],
      'Suites only declare which cases test which requirement.',
    ),
    only(
      'runner-drives',
      'runner',
      belowRunner,
      'The runner may use all but the suites and the qualification, which use it.',
    ),
    only(
      'qualification-measures',
      'qualification',
      [...belowRunner, 'runner'],
      'What measures the suite may use all of it but the suites, which only declare.',
    ),
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, pathNot: '\\.d\\.ts$' }, to: {} },
    {
      name: 'declared-dependencies-only',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
