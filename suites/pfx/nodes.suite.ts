import { conformance } from '../../runner/conformance.ts';

conformance('The nodes of PFXCertInstall', [
  'R-PFX-01',
  'R-PFX-02',
  'R-PFX-04',
  'R-PFX-09',
  'R-PFX-10',
  'R-PFX-11',
  'R-PFX-17',
  'R-PFX-20',
  'R-PFX-22',
  'R-PFX-23',
  'R-PFX-24',
]);
