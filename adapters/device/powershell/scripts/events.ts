import { scriptOf } from '../script.ts';

/**
 * The newest events of the log in which Windows tells what its management did (device-and-mdm.md, 3.3). The moment is
 * given as an age, because the clock of the machine may differ from ours; the level as a number, because its name is
 * translated.
 */
export const eventsScript = scriptOf(
  'events',
  String.raw`
param($data)
$filter = @{
  LogName = 'Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider/Admin'
  StartTime = (Get-Date).AddSeconds(-[double]$data.age)
}
try {
  $events = @(Get-WinEvent -FilterHashtable $filter -MaxEvents ([int]$data.most))
} catch {
  if ($_.FullyQualifiedErrorId -notlike 'NoMatchingEventsFound*') { throw }
  $events = @()
}
$readings = New-Object System.Collections.ArrayList
foreach ($entry in $events) {
  $message = [string]$entry.Message
  if ($message.Length -gt 2000) { $message = $message.Substring(0, 2000) }
  [void]$readings.Add(@{
    time = $entry.TimeCreated.ToUniversalTime().ToString('o')
    id = [int]$entry.Id
    level = [int]$entry.Level
    message = $message
  })
}
@{ events = @($readings.ToArray()) }
`,
);
