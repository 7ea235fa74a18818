import { conformance } from '../../runner/conformance.ts';

conformance('Installing a PFX', [
  'R-GEN-02',
  'R-GEN-04',
  'R-GEN-05',
  'R-GEN-06',
  'R-PFX-05',
  'R-PFX-06',
  'R-PFX-07',
  'R-PFX-08',
  'R-PFX-12',
  'R-PFX-16',
  'R-PFX-18',
  'R-PFX-19',
  'R-PFX-21',
]);
