import type { Level } from '../../cases/case.ts';
import { requirement, type Requirement, type RequirementId } from '../../csp/requirements.ts';
import type { Waiver } from '../waivers/waiver.ts';
import type { AllureLabel, AllureLink } from './format.ts';

/** The top of every tree, so that reports of several products can be put together. */
export const product = 'ClientCertificateInstall CSP';

const areas: Readonly<Record<Requirement['area'], string>> = {
  general: 'What holds for every install',
  pfx: 'Installing a PFX',
  scep: 'Enrolling over SCEP',
  examples: 'The examples of the documents',
  protocol: 'OMA-DM: commands, statuses, the tree',
};

const severities = { must: 'critical', should: 'normal', info: 'trivial' } as const;

/** Where the documents of csp-source.txt are published. */
const publishedAt = 'https://learn.microsoft.com/windows/client-management/mdm/clientcertificateinstall-csp';

/** Where a test stands in the trees of Allure. */
export interface Place {
  /** Product, area in words, and suite. */
  readonly path: readonly [string, string, string];
  /** The suite file, such as `pfx/install`; absent where nobody knows it. */
  readonly file?: string;
}

/** The area of a requirement in words. */
export function areaOf(id: RequirementId): string {
  return areas[requirement(id).area];
}

/** @param stories what the test is about, finest: ids of requirements */
export function labelsFor(
  { path: [parentSuite, suite, subSuite], file }: Place,
  stories: readonly string[],
): readonly AllureLabel[] {
  const labels: readonly (readonly [string, string])[] = [
    ['parentSuite', parentSuite],
    ['suite', suite],
    ['subSuite', subSuite],
    ['epic', parentSuite],
    ['feature', suite],
    ...stories.map((story) => ['story', story] as const),
    ['layer', 'conformance'],
    ['framework', 'client-certificate-install-conformance'],
    // The timeline draws a line for each.
    ['thread', subSuite],
    ...(file === undefined ? [] : [['package', file.replaceAll('/', '.')] as const]),
  ];
  return labels.map(([name, value]) => ({ name, value }));
}

/** What Allure can filter by: requirement, its weight, and the levels of its cases. */
export function labelsOfRequirements(
  ids: readonly RequirementId[],
  levels: readonly Level[],
): readonly AllureLabel[] {
  const weights = ids.map((id) => requirement(id).level);
  const gravest = (['must', 'should', 'info'] as const).find((level) => weights.includes(level)) ?? 'info';
  return [
    ...ids.map((id) => ({ name: 'requirement', value: id })),
    { name: 'severity', value: severities[gravest] },
    ...[gravest, ...levels].map((value) => ({ name: 'tag', value })),
  ];
}

/** Who accepts what, and until when. */
export function labelsOfWaivers(waivers: readonly Waiver[]): readonly AllureLabel[] {
  return waivers.flatMap(({ owner, expires }) => [
    { name: 'waiver owner', value: owner },
    { name: 'waiver expires', value: expires },
  ]);
}

/** The published document, where a requirement comes from it. */
export function linksOf(ids: readonly RequirementId[]): readonly AllureLink[] {
  const published = ids.some((id) => requirement(id).source.startsWith('csp-source.txt'));
  return published
    ? [{ name: 'ClientCertificateInstall CSP (Microsoft)', url: publishedAt, type: 'link' }]
    : [];
}
