import { csp, engine, together } from './adjusting.ts';
import type { Fault } from './fault.ts';
import { leavingChanges } from './leftovers.ts';

/** Importing a blob at once instead of at the end of its Atomic is right, and lets a roll-back show more. */
const importingAtOnce = csp(() => ({ importsAtCommit: false }));

/** Atomics that are not carried out whole or not at all, members that may not stand in them, and Sequences out of order. */
export const atomicFaults: readonly Fault[] = [
  {
    id: 'atomic-without-rollback',
    mistake: 'What the members of a failed Atomic did before the failure stays.',
    breaks: ['R-DM-08', 'R-GEN-02'],
    adjust: engine(() => ({ undo: () => undefined })),
  },
  {
    id: 'rollback-forgets-the-provider',
    mistake: 'A failed Atomic is undone in the tree only: what the CSP installed and noted stays.',
    breaks: ['R-GEN-02', 'R-DM-08'],
    adjust: together(
      importingAtOnce,
      engine(() => ({
        undo: ({ tree }) => {
          tree();
        },
      })),
    ),
  },
  {
    id: 'rollback-forgets-the-store',
    mistake:
      'A failed Atomic is undone in tree and CSP, but the certificate that it installed stays in the store.',
    breaks: ['R-GEN-02', 'R-DM-08'],
    adjust: together(
      importingAtOnce,
      csp(() => ({ keepStores: (stores) => ({ ...stores, checkpoint: () => () => undefined }) })),
    ),
  },
  {
    id: 'rollback-forgets-removed-certificates',
    mistake:
      'A failed Atomic brings back the nodes that it deleted, but not the certificates that went with them.',
    breaks: ['R-DM-08'],
    adjust: csp(() => ({ keepStores: (stores) => ({ ...stores, checkpoint: () => () => undefined }) })),
  },
  {
    id: 'rollback-forgets-the-tree',
    mistake: 'A failed Atomic is undone in the certificate stores, but its values stay in the tree.',
    breaks: ['R-DM-08'],
    adjust: engine(() => ({
      undo: ({ provider }) => {
        provider();
      },
    })),
  },
  {
    id: 'rollback-forgets-adds',
    mistake: 'A failed Atomic brings old values and deleted nodes back, but leaves the nodes that it added.',
    breaks: ['R-DM-08'],
    adjust: leavingChanges(({ kind }) => kind === 'add'),
  },
  {
    id: 'rollback-forgets-replaces',
    mistake: 'A failed Atomic removes what it added, but values that it replaced stay replaced.',
    breaks: ['R-DM-08'],
    adjust: leavingChanges(({ kind }) => kind === 'replace'),
  },
  {
    id: 'rollback-forgets-deletes',
    mistake: 'A failed Atomic removes what it added, but nodes that it deleted stay deleted.',
    breaks: ['R-DM-08'],
    adjust: leavingChanges(({ kind }) => kind === 'delete'),
  },
  {
    id: 'rollback-of-the-last-change-only',
    mistake: 'A failed Atomic takes back the last change that it made, and none before it.',
    breaks: ['R-DM-08'],
    adjust: leavingChanges((_, index, all) => index < all.length - 1),
  },
  {
    id: 'rollback-only-once',
    mistake:
      'The point to go back to is set once and never again: of several failed Atomics only the first is undone.',
    breaks: ['R-DM-08', 'R-GEN-02'],
    adjust: engine(({ undo }) => {
      let undone = 0;
      return {
        undo: (rollBack) => {
          undone += 1;
          if (undone === 1) undo(rollBack);
        },
      };
    }),
  },
  {
    id: 'rollback-of-the-whole-message',
    mistake: 'A failed Atomic takes back the commands before it in the message too.',
    breaks: ['R-DM-08'],
    adjust: engine(({ keepTree, read, undo }) => {
      let toStart = (): void => undefined;
      let remember = (): void => undefined;
      return {
        keepTree: (given) => {
          const tree = keepTree(given);
          remember = () => {
            toStart = tree.checkpoint();
          };
          return tree;
        },
        read: (request) => {
          remember();
          return read(request);
        },
        undo: (rollBack) => {
          undo(rollBack);
          toStart();
        },
      };
    }),
  },
  {
    id: 'refused-command-stays',
    mistake: 'A value is stored before it is checked, and stays where it is then refused.',
    breaks: ['R-PFX-09', 'R-PFX-17', 'R-PFX-20', 'R-PFX-12'],
    adjust: engine(() => ({ undoRefused: () => undefined })),
  },
  {
    id: 'failed-atomic-answered-200',
    mistake: 'An Atomic that was undone is answered with 200.',
    breaks: ['R-DM-08'],
    adjust: engine(() => ({ failedAtomic: '200' })),
  },
  {
    id: 'failed-atomic-answered-500',
    mistake: 'An Atomic of which a member failed is answered with 500.',
    breaks: ['R-DM-08'],
    adjust: engine(() => ({ failedAtomic: '500' })),
  },
  {
    id: 'nested-atomic-executed',
    mistake: 'An Atomic in an Atomic is executed.',
    breaks: ['R-DM-09'],
    adjust: engine(({ memberFault }) => ({
      memberFault: (command) => (command.kind === 'Atomic' ? undefined : memberFault(command)),
    })),
  },
  {
    id: 'nested-atomic-answered-507',
    mistake: 'The inner one of nested Atomics is answered with 507, as the outer one.',
    breaks: ['R-DM-09'],
    adjust: engine(({ statuses }) => ({ statuses: { ...statuses, 'nested-atomic': '507' } })),
  },
  {
    id: 'get-in-atomic-executed',
    mistake: 'A Get in an Atomic is executed.',
    breaks: ['R-DM-10'],
    adjust: engine(({ memberFault }) => ({
      memberFault: (command) => (command.kind === 'Get' ? undefined : memberFault(command)),
    })),
  },
  {
    id: 'get-in-atomic-answered-405',
    mistake: 'A Get in an Atomic is answered with 405.',
    breaks: ['R-DM-10'],
    adjust: engine(({ statuses }) => ({ statuses: { ...statuses, 'get-in-atomic': '405' } })),
  },
  {
    id: 'sequence-in-reverse',
    mistake: 'The members of a Sequence are taken from a stack, so the last is executed first.',
    breaks: ['R-DM-13'],
    adjust: engine(() => ({ sequenceOrder: (members) => members.toReversed() })),
  },
  {
    id: 'sequence-gets-first',
    mistake: 'The Gets of a Sequence are executed before all else in it.',
    breaks: ['R-DM-13'],
    adjust: engine(() => ({
      sequenceOrder: (members) => [
        ...members.filter(({ kind }) => kind === 'Get'),
        ...members.filter(({ kind }) => kind !== 'Get'),
      ],
    })),
  },
];
