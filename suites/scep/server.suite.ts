import { conformance } from '../../runner/conformance.ts';

conformance('What passes between device and SCEP server', [
  'R-SCEP-05',
  'R-SCEP-06',
  'R-SCEP-07',
  'R-SCEP-16',
  'R-SCEP-17',
  'R-SCEP-23',
  'R-SCEP-36',
  'R-SCEP-39',
]);
