import { addressFindings } from './addresses.ts';
import { atomicFindings } from './atomic.ts';
import { cmdIdFindings } from './cmdid.ts';
import { enrollFindings } from './enroll.ts';
import { existenceFindings } from './existence.ts';
import type { FindingRule } from './finding.ts';
import { formatFindings } from './formats.ts';
import { orderFindings } from './order.ts';
import { pfxFileFindings } from './pfx-file.ts';
import { pfxPasswordFindings } from './pfx-password.ts';
import { pfxSettingFindings } from './pfx-settings.ts';
import { placeholderFindings } from './placeholders.ts';
import { scepAlternativeNameFindings } from './scep-alternative-names.ts';
import { scepHashFindings } from './scep-hash.ts';
import { scepKeyFindings } from './scep-key.ts';
import { scepListFindings } from './scep-lists.ts';
import { scepProviderFindings } from './scep-provider.ts';
import { scepPurposeFindings } from './scep-purposes.ts';
import { scepServerFindings } from './scep-server.ts';
import { scepSettingFindings } from './scep-settings.ts';
import { scepSubjectFindings } from './scep-subject.ts';
import { scepThumbprintFindings } from './scep-thumbprint.ts';
import { scepTimeFindings } from './scep-times.ts';
import { tornFindings } from './torn.ts';
import { unknownNodeFindings } from './unknown-nodes.ts';
import { valueFindings } from './values.ts';
import { wireFindings } from './wire.ts';

/** Every rule, from the form of the document to the meaning of its values. */
export const findingRules: readonly FindingRule[] = [
  ...wireFindings,
  ...cmdIdFindings,
  ...placeholderFindings,
  ...addressFindings,
  ...unknownNodeFindings,
  ...formatFindings,
  ...valueFindings,
  ...tornFindings,
  ...atomicFindings,
  ...orderFindings,
  ...enrollFindings,
  ...existenceFindings,
  ...pfxSettingFindings,
  ...pfxPasswordFindings,
  ...pfxFileFindings,
  ...scepSettingFindings,
  ...scepProviderFindings,
  ...scepKeyFindings,
  ...scepHashFindings,
  ...scepServerFindings,
  ...scepThumbprintFindings,
  ...scepSubjectFindings,
  ...scepAlternativeNameFindings,
  ...scepPurposeFindings,
  ...scepTimeFindings,
  ...scepListFindings,
];
