import { conformance } from '../../runner/conformance.ts';

conformance('The management tree', ['R-DM-06', 'R-DM-07', 'R-DM-13', 'R-DM-14', 'R-DM-15', 'R-DM-17']);
