/**
 * What PowerShell is asked, in one call since it takes a second to start. No double quotes, so that no quoting of the
 * command line is needed; `@( )` keeps one thing a list. Account names are asked only of the processes that hold a
 * socket: each costs a call. Runs on Windows PowerShell 5.1 and PowerShell 7.
 */
const lines = (port: number | null): readonly string[] => {
  const only = port === null ? '' : ` -LocalPort ${port}`;
  return [
    `$ErrorActionPreference = 'SilentlyContinue'`,
    `$ProgressPreference = 'SilentlyContinue'`,
    `[Console]::OutputEncoding = [Text.Encoding]::UTF8`,
    `$tcp = @(Get-NetTCPConnection -State Listen${only} | Select-Object LocalAddress, LocalPort, OwningProcess, CreationTime)`,
    `$udp = @(Get-NetUDPEndpoint${only} | Select-Object LocalAddress, LocalPort, OwningProcess, CreationTime)`,
    `$holders = @($tcp + $udp | ForEach-Object { [int]$_.OwningProcess } | Sort-Object -Unique)`,
    `$processes = @(Get-CimInstance Win32_Process | ForEach-Object { $user = $null; ` +
      `if ($holders -contains [int]$_.ProcessId) { $o = Invoke-CimMethod -InputObject $_ -MethodName GetOwner; ` +
      `if ($o.User) { $user = $o.Domain + '\\' + $o.User } }; ` +
      `[pscustomobject]@{ ProcessId = $_.ProcessId; ParentProcessId = $_.ParentProcessId; Name = $_.Name; ` +
      `ExecutablePath = $_.ExecutablePath; CommandLine = $_.CommandLine; CreationDate = $_.CreationDate; User = $user } })`,
    `$services = @(Get-CimInstance Win32_Service -Filter 'ProcessId > 0' | Select-Object Name, DisplayName, ProcessId, StartName)`,
    `$me = New-Object Security.Principal.WindowsPrincipal ([Security.Principal.WindowsIdentity]::GetCurrent())`,
    `$elevated = $me.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)`,
    `$commands = [bool](Get-Command Get-NetTCPConnection)`,
    `ConvertTo-Json -Compress -Depth 4 -InputObject @{ commands = $commands; elevated = $elevated; tcp = $tcp; udp = $udp; ` +
      `processes = $processes; services = $services }`,
  ];
};

/** The script as one argument for `powershell -Command`. */
export const powershellScript = (port: number | null): string => lines(port).join('; ');
