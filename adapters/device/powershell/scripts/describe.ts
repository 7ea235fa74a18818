import { scriptOf } from '../script.ts';

/**
 * What the machine is. Enrollments as in device-and-mdm.md, 1.4: each has a key with its ProviderID; the one that local
 * management makes of itself is told apart.
 */
export const describeScript = scriptOf(
  'describe',
  String.raw`
param($data)
$windows = Get-ItemProperty -LiteralPath 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion'
$system = Get-CimInstance -ClassName Win32_OperatingSystem
$computer = Get-CimInstance -ClassName Win32_ComputerSystem
$product = Get-CimInstance -ClassName Win32_ComputerSystemProduct
$identity = New-Object Security.Principal.WindowsPrincipal([Security.Principal.WindowsIdentity]::GetCurrent())
$providers = @()
$enrollments = 'HKLM:\SOFTWARE\Microsoft\Enrollments'
if (Test-Path -LiteralPath $enrollments) {
  $providers = @(Get-ChildItem -LiteralPath $enrollments -ErrorAction SilentlyContinue |
    ForEach-Object { [string]$_.GetValue('ProviderID', '') } | Where-Object { $_ -ne '' })
}
$result = @{
  build = '{0}.{1}.{2}.{3}' -f $windows.CurrentMajorVersionNumber, $windows.CurrentMinorVersionNumber,
    $windows.CurrentBuildNumber, $windows.UBR
  edition = [string]$windows.EditionID
  isClient = ([int]$system.ProductType -eq 1)
  is64BitProcess = [Environment]::Is64BitProcess
  isElevated = $identity.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
  enrolledIn = @($providers | Where-Object { $_ -ne 'Local_Management' })
  isRegistered = ($providers -contains 'Local_Management')
  userLoggedOn = (-not [string]::IsNullOrEmpty($computer.UserName))
  smbiosUuid = [string]$product.UUID
  computerName = [Environment]::MachineName
}
try { $result.hasTpm = [bool](Get-Tpm).TpmReady } catch { }
$result
`,
);
