import { conformance } from '../../runner/conformance.ts';

conformance('The examples of the specification', ['R-EX-01', 'R-EX-02']);
