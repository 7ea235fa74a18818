import { conformance } from '../../runner/conformance.ts';

conformance('Documents that are not as they should be', ['R-DM-11', 'R-DM-12', 'R-DM-16']);
