import { scriptOf } from '../script.ts';

/** What a server answers to one GET, without following it anywhere; the body is left where it is. */
export const webScript = scriptOf(
  'get-web',
  String.raw`
param($data)
$request = [Net.WebRequest]::Create([string]$data.url)
$request.Method = 'GET'
$request.Timeout = [int]$data.milliseconds
$request.AllowAutoRedirect = $false
try {
  $response = $request.GetResponse()
} catch {
  $problem = $_.Exception
  while ($problem -and -not ($problem -is [Net.WebException])) { $problem = $problem.InnerException }
  if (-not $problem) { throw }
  $response = $problem.Response
  if (-not $response) { return @{ problem = '{0} ({1})' -f $problem.Message, $problem.Status } }
}
try {
  @{ status = [int]$response.StatusCode; contentType = [string]$response.ContentType }
} finally { $response.Close() }
`,
);
