import { conformance } from '../../runner/conformance.ts';

conformance('Adding, replacing and deleting what was installed', [
  'R-GEN-01',
  'R-PFX-03',
  'R-PFX-13',
  'R-PFX-14',
  'R-PFX-15',
]);
