import { conformance } from '../../runner/conformance.ts';

conformance('What every command is answered with', ['R-DM-01', 'R-DM-02', 'R-DM-03', 'R-DM-04', 'R-DM-05']);
