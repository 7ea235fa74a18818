import { servicePaths } from './namespaces.ts';

/**
 * What a person does on a Windows machine to enroll it (device-and-mdm.md, 6), as lines to be printed.
 *
 * @param baseUrl of the server, such as https://mdm.example.com:8443
 * @param user the name that the server knows; Windows takes only user@domain
 * @throws RangeError for a base URL or a user name that Windows would not take
 */
export function describeEnrollment(baseUrl: string, user: string): readonly string[] {
  if (!/^[^@\s\\]+@[^@\s\\]+$/.test(user))
    throw new RangeError(
      `${user} can not enroll a device: Windows takes only names such as user@example.com`,
    );
  const base = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (base?.protocol !== 'https:')
    throw new RangeError(`${baseUrl} can not enroll a device: Windows takes only addresses with https`);
  const discovery = new URL(servicePaths.discovery, base).href;
  const link = `ms-device-enrollment:?mode=mdm&username=${encodeURIComponent(user)}&servername=${encodeURIComponent(discovery)}`;
  return [
    'To enroll a Windows machine (a client edition, and one that may be thrown away):',
    '',
    '1. Trust the TLS certificate of this server first. As administrator, with its root in ca.cer:',
    '     Import-Certificate -FilePath ca.cer -CertStoreLocation Cert:\\LocalMachine\\Root',
    '2. As an administrator, but not the built-in one, open',
    '     Settings > Accounts > Access work or school > Enroll only in device management',
    '   or run',
    `     ${link}`,
    `3. User name: ${user}`,
    `   Server, when Windows asks for it: ${discovery}`,
    '   Password: the one that this server was started with.',
    '',
    'From a program: RegisterDeviceWithManagement in mdmregistration.dll, elevated, on an MTA thread, with this user',
    'name and this server. It takes a token where the dialogs ask for the password; not tried with this server yet.',
    '',
    'The machine begins a session on its schedule. To begin one at once, elevated:',
    '     deviceenroller.exe /o <GUID> /c',
    'where <GUID> is the key below HKLM\\SOFTWARE\\Microsoft\\Enrollments with the ProviderID of this server.',
    '',
    'Why an enrollment failed stands in the event log',
    '     Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider/Enrollment',
  ];
}
