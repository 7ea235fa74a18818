/**
 * A script for Windows PowerShell 5.1, which every Windows 10 and 11 has. Its text is fixed: what changes from call to
 * call reaches it as data, the value of its one parameter, so that no value can become code.
 */
export interface Script {
  /** Stands in the first line of the text too, for whoever reads it on the machine. */
  readonly name: string;
  readonly text: string;
}

/** @param text begins with `param($data)`; what it returns is one object, which becomes JSON */
export function scriptOf(name: string, text: string): Script {
  return { name, text: `# conform: ${name}\n${text.trim()}\n` };
}

/**
 * What runs a script: the only code that stands on a command line. It reads three lines from standard input (marker,
 * script, data, the last two in base64) and writes one line of JSON in ASCII between two markers.
 *
 * `$input` and not [Console]::In: powershell.exe itself reads a redirected standard input, and hands it on by `$input`
 * (Ansible sends its modules the same way).
 */
export const bootstrap = String.raw`
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$lines = @($input | ForEach-Object { [string]$_ })
function Read-Line($line) { [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($line)) }
try {
  $code = [ScriptBlock]::Create((Read-Line $lines[1]))
  $answer = @{ ok = $true; value = (& $code (ConvertFrom-Json (Read-Line $lines[2]))) }
} catch {
  $problem = $_.Exception
  while ($problem.InnerException) { $problem = $problem.InnerException }
  $answer = @{ ok = $false; message = [string]$problem.Message; hresult = ('0x{0:X8}' -f $problem.HResult) }
}
$json = ConvertTo-Json -InputObject $answer -Depth 8 -Compress
$json = [regex]::Replace($json, '[^\x20-\x7e]', { param($match) '\u{0:x4}' -f [int][char]$match.Value })
[Console]::Out.WriteLine()
[Console]::Out.WriteLine($lines[0] + $json + $lines[0])
`.trim();

/**
 * The command line that runs the bootstrap. A policy of the machine against scripts does not apply to it, since no file
 * is run. MTA: mdmlocalmanagement.dll refuses a single-threaded apartment (device-and-mdm.md, 1.2).
 */
export const powershellCommand: readonly string[] = [
  'powershell.exe',
  '-NoLogo',
  '-NoProfile',
  '-NonInteractive',
  '-MTA',
  '-EncodedCommand',
  Buffer.from(bootstrap, 'utf16le').toString('base64'),
];

/** What goes to the bootstrap's standard input: ASCII, whatever the code page of the machine is. */
export function standardInput(script: Script, data: unknown, marker: string): string {
  const line = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
  return `${marker}\n${line(script.text)}\n${line(JSON.stringify(data))}\n`;
}
