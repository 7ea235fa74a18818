import { scriptOf } from '../script.ts';

/** The embedded-mode flag (device-and-mdm.md, 1.3): usually a number, in embedded mode 32 bytes. */
export const readFlagScript = scriptOf(
  'read-flag',
  String.raw`
param($data)
$key = Get-Item -LiteralPath 'HKLM:\SYSTEM\CurrentControlSet\Services\embeddedmode\Parameters' -ErrorAction SilentlyContinue
if (-not $key -or ($key.GetValueNames() -notcontains 'Flags')) { return @{ kind = 'absent' } }
$value = $key.GetValue('Flags')
switch ([string]$key.GetValueKind('Flags')) {
  'DWord' { @{ kind = 'number'; value = [BitConverter]::ToUInt32([BitConverter]::GetBytes([int]$value), 0) } }
  'Binary' { @{ kind = 'bytes'; hex = -join ($value | ForEach-Object { '{0:x2}' -f $_ }) } }
  default { throw "the value Flags of embeddedmode is of the kind $_, which the suite could not put back" }
}
`,
);

/** Writes what the reading script gave, or takes the value away. */
export const writeFlagScript = scriptOf(
  'write-flag',
  String.raw`
param($data)
$path = 'HKLM:\SYSTEM\CurrentControlSet\Services\embeddedmode\Parameters'
if ($data.kind -eq 'absent') {
  if (Test-Path -LiteralPath $path) { Remove-ItemProperty -LiteralPath $path -Name Flags -ErrorAction SilentlyContinue }
  return @{ done = $true }
}
if (-not (Test-Path -LiteralPath $path)) { [void](New-Item -Path $path -Force) }
if ($data.kind -eq 'number') {
  $value = [BitConverter]::ToInt32([BitConverter]::GetBytes([uint32]$data.value), 0)
  [void](New-ItemProperty -LiteralPath $path -Name Flags -PropertyType DWord -Value $value -Force)
} else {
  $hex = [string]$data.hex
  $bytes = [byte[]]@(for ($index = 0; $index -lt $hex.Length; $index += 2) { [Convert]::ToByte($hex.Substring($index, 2), 16) })
  [void](New-ItemProperty -LiteralPath $path -Name Flags -PropertyType Binary -Value $bytes -Force)
}
@{ done = $true }
`,
);
