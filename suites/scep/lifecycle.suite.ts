import { conformance } from '../../runner/conformance.ts';

conformance('What an enrollment brings, and what becomes of it', [
  'R-SCEP-32',
  'R-SCEP-33',
  'R-SCEP-34',
  'R-SCEP-35',
  'R-SCEP-38',
]);
