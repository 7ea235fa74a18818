import { scriptOf } from '../script.ts';

/**
 * The three functions of mdmlocalmanagement.dll (device-and-mdm.md, 1.1), called by a process that ends then. The
 * library's lock belongs to a thread and may be kept (1.2): the process before has died with it then, which the first
 * call tells by E_UNEXPECTED, having the lock itself now, so that the same call of the same thread succeeds (1.6).
 *
 * The watch ends the process on the machine itself where a call hangs: whoever waits for it elsewhere can only let go of
 * the connection. C# 5 is what Add-Type of Windows PowerShell compiles.
 */
const native = String.raw`
param($data)
Add-Type -IgnoreWarnings -TypeDefinition @'
using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;
public static class ConformLocalManagement {
  [DllImport("mdmlocalmanagement.dll", ExactSpelling = true)]
  static extern int RegisterDeviceWithLocalManagement(out int alreadyRegistered);
  [DllImport("mdmlocalmanagement.dll", ExactSpelling = true, CharSet = CharSet.Unicode)]
  static extern int ApplyLocalManagementSyncML([MarshalAs(UnmanagedType.LPWStr)] string request, out IntPtr result);
  [DllImport("mdmlocalmanagement.dll", ExactSpelling = true)]
  static extern int UnregisterDeviceWithLocalManagement();
  [DllImport("kernel32.dll", ExactSpelling = true)]
  static extern IntPtr LocalFree(IntPtr memory);
  const int LockAbandoned = unchecked((int)0x8000FFFF);
  static int Watched(int seconds, Func<int> call) {
    TimerCallback end = delegate { Process.GetCurrentProcess().Kill(); };
    using (Timer watch = new Timer(end, null, seconds * 1000, Timeout.Infinite)) return call();
  }
  public static long Register(int seconds) {
    int already = 0;
    Func<int> call = () => RegisterDeviceWithLocalManagement(out already);
    int code = Watched(seconds, call);
    return (uint)(code == LockAbandoned ? Watched(seconds, call) : code);
  }
  public static long Unregister(int seconds) {
    Func<int> call = UnregisterDeviceWithLocalManagement;
    int code = Watched(seconds, call);
    return (uint)(code == LockAbandoned ? Watched(seconds, call) : code);
  }
  public static long Apply(string request, int seconds, out string result) {
    IntPtr memory = IntPtr.Zero;
    int code = Watched(seconds, () => ApplyLocalManagementSyncML(request, out memory));
    result = memory == IntPtr.Zero ? null : Marshal.PtrToStringUni(memory);
    if (memory != IntPtr.Zero) LocalFree(memory);
    return (uint)code;
  }
}
'@
`;

/** The flag has to be set before. */
export const registerScript = scriptOf(
  'register',
  `${native}
@{ hresult = [ConformLocalManagement]::Register([int]$data.seconds) }
`,
);

/** Registers first, as iot-core does before every call: that is S_OK where it has been done already. */
export const applyScript = scriptOf(
  'apply',
  `${native}
$registered = [ConformLocalManagement]::Register([int]$data.seconds)
if ($registered -ne 0) { return @{ registered = $registered } }
$text = $null
$hresult = [ConformLocalManagement]::Apply([string]$data.syncBody, [int]$data.seconds, [ref]$text)
$answer = @{ registered = $registered; hresult = $hresult }
if ($text -ne $null) { $answer.result = $text }
$answer
`,
);

export const unregisterScript = scriptOf(
  'unregister',
  `${native}
@{ hresult = [ConformLocalManagement]::Unregister([int]$data.seconds) }
`,
);
