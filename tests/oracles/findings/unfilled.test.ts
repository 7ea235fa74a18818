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
    ['CN=%SerialNumber%', '%SerialNumber%'],
    ['CN={DeviceUid},O=x', '{DeviceUid}'],
    ['11+{{user.principal-name}}', '{{user.principal-name}}'],
    ['${challenge.value}', '${challenge.value}'],
    ['Base64_Encode_Cert_Blob', 'Base64_Encode_Cert_Blob'],
  ])('in %s is %s', (text, placeholder) => {
    expect(placeholderIn(text, false)?.text).toBe(placeholder);
  });

  it.each([
    'CN=device01',
    '{8ca5b00d-0000-0000-0000-0123456789ab}',
    'a%20b%2F',
    '%C3%9Cber',
    '313$',
    '100% $ure',
    '1.2.3+4.5.6',
    'https://host/a?b={c}',
  ])('is not seen in %s', (text) => {
    expect(placeholderIn(text, false)).toBeUndefined();
  });

  it('is not seen in a password that only looks like one', () => {
    expect(placeholderIn('$pass$word{{x}}', true)).toBeUndefined();
    expect(placeholderIn('$pass$', true)).toBeUndefined();
    expect(placeholderIn('{Password}', true)).toBeUndefined();
    expect(placeholderIn('$FLEET_SECRET_PASSWORD', true)).toBeDefined();
  });

  it('is seen in a password that is nothing else', () => {
    expect(placeholderIn('{{challenge}}', true)?.text).toBe('{{challenge}}');
    expect(placeholderIn(' ${challenge} ', true)?.text).toBe('${challenge}');
  });
});
