import { conformance } from '../../runner/conformance.ts';

conformance('The key of an enrollment', [
  'R-SCEP-12',
  'R-SCEP-13',
  'R-SCEP-14',
  'R-SCEP-15',
  'R-SCEP-19',
  'R-SCEP-20',
  'R-SCEP-22',
  'R-SCEP-27',
  'R-SCEP-31',
]);
