import { conformance } from '../../runner/conformance.ts';

conformance('What the certificate request asks for', [
  'R-SCEP-08',
  'R-SCEP-09',
  'R-SCEP-10',
  'R-SCEP-11',
  'R-SCEP-18',
  'R-SCEP-21',
  'R-SCEP-24',
  'R-SCEP-25',
  'R-SCEP-26',
  'R-SCEP-28',
]);
