import type { Case } from '../../cases/case.ts';
import { caseOf, type Draft } from '../draft.ts';
import type { Family, Laboratory } from '../family.ts';
import { areaOf } from '../list-family.ts';
import { atomicProbes } from './atomic.ts';
import { pfxCertificateProbes } from './pfx-certificates.ts';
import { pfxInstallProbes } from './pfx-installs.ts';
import { pfxKeylessProbes } from './pfx-keyless.ts';
import { pfxValueProbes } from './pfx-values.ts';
import type { Probe } from './probe.ts';
import { protocolProbes } from './protocol.ts';
import { scepEnrollmentProbes } from './scep-enrollments.ts';
import { scepValueProbes } from './scep-values.ts';

/** All probes; every question of csp/ambiguities/ is asked by one. To add one: an entry in the file of its subject. */
export const probes: readonly Probe[] = [
  ...protocolProbes,
  ...atomicProbes,
  ...pfxValueProbes,
  ...pfxInstallProbes,
  ...pfxKeylessProbes,
  ...pfxCertificateProbes,
  ...scepValueProbes,
  ...scepEnrollmentProbes,
];

/** The cases of all probes: the shortest way to the answers of a device. */
export function probeCases(laboratory: Laboratory): readonly Case[] {
  return probes.map((probe) => caseOfProbe(laboratory, probe));
}

/** The families with the probes of their requirements: those go into the first one that is a list. */
export function withProbes(families: readonly Family[]): readonly Family[] {
  const taken = new Set<string>();
  return families.map((family) => {
    const { cases, level } = family;
    const [requirement] = family.requirements;
    if (cases.kind !== 'list' || level !== 'matrix' || taken.has(requirement)) return family;
    taken.add(requirement);
    const own = probes.filter((probe) => probe.requirement === requirement);
    if (own.length === 0) return family;
    const build = (laboratory: Laboratory): readonly Case[] => [
      ...cases.build(laboratory),
      ...own.map((probe) => caseOfProbe(laboratory, probe)),
    ];
    return { ...family, cases: { kind: 'list', build } };
  });
}

function caseOfProbe(laboratory: Laboratory, probe: Probe): Case {
  const { requirement } = probe;
  return caseOf(laboratory, areaOf(requirement), [requirement], 'matrix', draftOf(laboratory, probe));
}

function draftOf({ pool }: Laboratory, { asks, variant, positive, irregular, title, steps }: Probe): Draft {
  return {
    id: [
      ...(irregular === true ? ['wire'] : []),
      'probe',
      asks[0],
      ...(variant === undefined ? [] : [variant]),
    ].join('/'),
    title: `${title}.`,
    marks: positive === true ? [] : ['negative'],
    watched: [],
    ...steps(pool),
  };
}
