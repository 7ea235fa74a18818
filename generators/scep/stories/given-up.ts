import type { Story } from '../story.ts';

const whilePending = 150;

/**
 * R-SCEP-04: a second Exec that the device accepts and then rejects, while the first enrollment is under way.
 * Where it begins again, the first one is given up, and brings no certificate any more.
 */
export const rejectedWhileUnderWay: readonly Story[] = [
  {
    id: 'exec-while-pending/no-thumbprint',
    title: 'A second Exec with a CAThumbprint that is no SHA-1 hash while the server is pending',
    alsoAims: ['R-SCEP-23'],
    faults: ['CAThumbprint has 16 bytes'],
    enrollment: { server: { pending: 1 } },
    scopes: 'both',
    parts: ({ enroll, look, again, end }) => [
      enroll(),
      ...look(whilePending),
      again({ caThumbprint: 'short' }),
      ...end(),
    ],
    twin: {
      parts: ({ enroll, look, again, end }) => [
        enroll(),
        ...look(whilePending),
        again({ caThumbprint: 'root-in-lower-case' }),
        ...end(),
      ],
    },
  },
];
