import { describe, expect, it } from 'vitest';
import { placeholderIn } from '../../../oracles/findings/unfilled.ts';

describe('placeholder', () => {
  it.each([
    ['$FLEET_VAR_HOST_UUID', '$FLEET_VAR_HOST_UUID'],
    ['CN=${FLEET_SECRET_NAME},O=x', '${FLEET_SECRET_NAME}'],
    ['$CmdID$', '$CmdID$'],
    ['SCEP/<InsertUniqueIDHere>/Install', '<InsertUniqueIDHere>'],
    ['CN={{DeviceId}}', '{{DeviceId}}'],
    ['%DEVICE_NAME%', '%DEVICE_NAME%'],
    ['Base64_Encode_Cert_Blob', 'Base64_Encode_Cert_Blob'],
  ])('in %s is %s', (text, placeholder) => {
    expect(placeholderIn(text, false)?.text).toBe(placeholder);
  });

  it.each(['CN=device01', 'a%20b%2F', '313$', '100% $ure', '1.2.3+4.5.6', 'https://host/a?b={c}'])(
    'is not seen in %s',
    (text) => {
      expect(placeholderIn(text, false)).toBeUndefined();
    },
  );

  it('is not seen in a password that only looks like one', () => {
    expect(placeholderIn('$pass$word{{x}}', true)).toBeUndefined();
    expect(placeholderIn('$FLEET_SECRET_PASSWORD', true)).toBeDefined();
  });
});
