import { corpusSuite } from '../../runner/corpus-suite.ts';

corpusSuite();
