import { fileURLToPath } from 'node:url';
import type { Comparison } from '../comparison/comparison.ts';
import { comparisonDataOf } from './comparison-data.ts';
import { selfContained } from './self-contained.ts';

/** Runs side by side as a page: one HTML file, which loads nothing. */
export function comparisonPage(comparison: Comparison): Promise<string> {
  return selfContained({
    title: `${comparison.runs.length} runs side by side: ${comparison.runs.map(({ name }) => name).join(' · ')}`,
    program: fileURLToPath(new URL('client/comparison/main.ts', import.meta.url)),
    data: comparisonDataOf(comparison),
    ownStyles: ['comparison'],
    dataFile: 'compare.json',
  });
}
