import type { Scope } from '../../../cases/case.ts';
import type { Command } from '../../../syncml/message.ts';
import { get } from '../../command.ts';
import { scepAddress } from '../enrollment.ts';

/** One SCEP request, as the steps of a case look at it. */
export interface ScepRequest {
  readonly scope: Scope;
  readonly uniqueId: string;
}

/** Gets of what tells the state of requests, and of the challenge, which is to be gone after the Exec (R-SCEP-07). */
export function lookingAt(requests: readonly ScepRequest[]): readonly Command[] {
  return requests.flatMap(({ scope, uniqueId }) =>
    [['Status'], ['ErrorCode'], ['CertThumbprint'], ['RespondentServerUrl'], ['Install', 'Challenge']].map(
      (below) => get(scepAddress(scope, uniqueId, ...below)),
    ),
  );
}
