import { conformance } from '../../runner/conformance.ts';

conformance('The request, and the Exec that starts an enrollment', [
  'R-GEN-03',
  'R-SCEP-01',
  'R-SCEP-02',
  'R-SCEP-03',
  'R-SCEP-04',
  'R-SCEP-29',
  'R-SCEP-30',
  'R-SCEP-37',
]);
