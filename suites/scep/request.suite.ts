import { conformance } from '../../runner/conformance.ts';

conformance('The Exec that starts an enrollment', ['R-GEN-03']);
