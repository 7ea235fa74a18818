import type { RequirementId } from '../../../csp/requirements.ts';
import { add, atomic, get, leaf, message, remove, root, scep, type Leaf } from '../support/payload.ts';
import { status, type Scenario } from '../support/scenario.ts';

const request = add(2, scep('a'), leaf.node);
const install = `${scep('a')}/Install`;

/** A device that refuses a command that a node allows breaks what the documents say of this node. */
function refusing(
  rule: string,
  address: string,
  blamed: RequirementId,
  setUp: readonly string[] = [],
): Scenario {
  return {
    rule,
    steps: [message([...(setUp.length === 0 ? [] : [atomic(1, ...setUp)]), get(9, address)])],
    broken: { step: 0, reply: status(9, '405') },
    blamed,
  };
}

function refusingSetting(name: string, value: Leaf, blamed: RequirementId): Scenario {
  return refusing('get-of-set-leaf', scep('a', name), blamed, [request, add(3, scep('a', name), value)]);
}

export const nodeScenarios: readonly Scenario[] = [
  refusing('get-of-interior-node', `${root}/PFXCertInstall`, 'R-PFX-01'),
  refusing('get-of-interior-node', scep('a'), 'R-SCEP-02', [request]),
  refusing('get-of-interior-node', install, 'R-SCEP-03', [request, add(3, install, leaf.node)]),
  refusingSetting('ContainerName', leaf.text('container'), 'R-SCEP-27'),
  refusingSetting('CustomTextToShowInPrompt', leaf.text('Please'), 'R-SCEP-28'),
  {
    rule: 'delete-removes-subtree',
    steps: [
      message([atomic(1, request, add(3, scep('a', 'RetryCount'), leaf.int(3)))]),
      message([remove(1, install), get(2, scep('a', 'RetryCount'))]),
    ],
    broken: { step: 1, reply: status(1, '500') },
    blamed: 'R-DM-07',
  },
];
