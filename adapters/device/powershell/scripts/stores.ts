import { scriptOf } from '../script.ts';

/**
 * The certificates of the stores that are asked for (device-and-mdm.md, 3.2). A key is only looked at, never used, and
 * only in the store My: the others hold none. ExportPolicy: bit 1 is NCRYPT_ALLOW_EXPORT_FLAG, bit 2 its form in plain
 * text (key-storage-property-identifiers).
 */
export const readStoresScript = scriptOf(
  'read-stores',
  String.raw`
param($data)
$extensions = 'System.Security.Cryptography.X509Certificates'
function Read-Key($certificate, $reading) {
  try {
    $key = ([type]"$extensions.RSACertificateExtensions")::GetRSAPrivateKey($certificate)
    if (-not $key) { $key = ([type]"$extensions.ECDsaCertificateExtensions")::GetECDsaPrivateKey($certificate) }
    if (-not $key) { $reading.keyError = 'neither RSA nor ECDSA'; return }
    $reading.keyLength = [int]$key.KeySize
    if ($key.PSObject.Properties['Key'] -and $key.Key) {
      $reading.provider = [string]$key.Key.Provider.Provider
      $reading.exportable = (([int]$key.Key.ExportPolicy -band 3) -ne 0)
    } elseif ($key.PSObject.Properties['CspKeyContainerInfo']) {
      $reading.provider = [string]$key.CspKeyContainerInfo.ProviderName
      $reading.exportable = [bool]$key.CspKeyContainerInfo.Exportable
    }
  } catch {
    $problem = $_.Exception
    while ($problem.InnerException) { $problem = $problem.InnerException }
    $reading.keyError = '{0} (0x{1:X8})' -f $problem.Message, $problem.HResult
  }
}
$readings = New-Object System.Collections.ArrayList
foreach ($place in @($data.places)) {
  $location = if ($place.scope -eq 'user') { 'CurrentUser' } else { 'LocalMachine' }
  $store = New-Object "$extensions.X509Store" ([string]$place.store), $location
  $store.Open('ReadOnly, OpenExistingOnly')
  try {
    foreach ($certificate in $store.Certificates) {
      $reading = @{
        scope = [string]$place.scope
        store = [string]$place.store
        certificate = [Convert]::ToBase64String($certificate.RawData)
        hasPrivateKey = [bool]$certificate.HasPrivateKey
      }
      if ($certificate.HasPrivateKey -and $place.store -eq 'My') { Read-Key $certificate $reading }
      [void]$readings.Add($reading)
    }
  } finally { $store.Close() }
}
@{ certificates = @($readings.ToArray()) }
`,
);

/**
 * Removes certificates with their keys, by thumbprint, from one of the stores that are read. `DeleteKey` is of the certificate provider of
 * PowerShell (Remove-Item for the certificate provider).
 */
export const removeCertificatesScript = scriptOf(
  'remove-certificates',
  String.raw`
param($data)
$location = if ($data.scope -eq 'user') { 'CurrentUser' } else { 'LocalMachine' }
$store = [string]$data.store
if (@('My', 'CA', 'Root') -cnotcontains $store) { throw "certificates are not removed from the store $store" }
foreach ($thumbprint in @($data.thumbprints)) {
  if ($thumbprint -notmatch '^[0-9A-Fa-f]{40}$') { throw "$thumbprint is no thumbprint" }
  $path = "Cert:\$location\$store\$thumbprint"
  if (-not (Test-Path -LiteralPath $path)) { continue }
  $certificate = Get-Item -LiteralPath $path
  if ($certificate.HasPrivateKey) { Remove-Item -LiteralPath $path -DeleteKey } else { Remove-Item -LiteralPath $path }
}
@{ done = $true }
`,
);
