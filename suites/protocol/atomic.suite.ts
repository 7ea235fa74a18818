import { conformance } from '../../runner/conformance.ts';

conformance('Atomic: all or nothing', ['R-DM-08', 'R-DM-09', 'R-DM-10']);
