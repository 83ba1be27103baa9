# An engine that runs Pester files, one after another. Started by PesterEngine.cs, which sends a line for each file through the
# pipe: its path, a tab and the path for its result. The end mark is written to the console behind what a file has written.
# In Wine, where no pipe leads in from outside, .ci/wine writes the line to a file, which is deleted when the tests have ended.
# What the engine has compiled serves all of them; a file's runspace, environment variables and location are its own.
[CmdletBinding()]
param(
    [Parameter(Mandatory, ParameterSetName = 'Pipe')] [string] $PipeName,
    [Parameter(Mandatory, ParameterSetName = 'Pipe')] [string] $EndMark,
    [Parameter(Mandatory, ParameterSetName = 'File')] [string] $RequestPath
)

$ErrorActionPreference = 'Stop'
if ($PipeName) {
    $pipe = [System.IO.Pipes.NamedPipeClientStream]::new('.', $PipeName, [System.IO.Pipes.PipeDirection]::In)
    $pipe.Connect(60000)
    $requests = [System.IO.StreamReader]::new($pipe)
}

function Read-Request {
    if ($PipeName) { return $requests.ReadLine() }
    while (-not [System.IO.File]::Exists($RequestPath)) { [System.Threading.Thread]::Sleep(50) }
    [System.IO.File]::ReadAllText($RequestPath).TrimEnd()
}

while ($null -ne ($request = Read-Request)) {
    $path, $resultPath = $request -split "`t"
    $variables = [Environment]::GetEnvironmentVariables()
    $location = [Environment]::CurrentDirectory
    $runspace = [runspacefactory]::CreateRunspace($Host, [initialsessionstate]::CreateDefault2())
    $runspace.ThreadOptions = 'ReuseThread'
    $shell = [powershell]::Create()
    try {
        $runspace.Open()
        $shell.Runspace = $runspace
        $null = $shell.AddCommand("$PSScriptRoot/Invoke-PesterFile.ps1").AddParameter('Path', $path).AddParameter('ResultPath', $resultPath)
        $shell.Invoke() | ForEach-Object { [Console]::Out.WriteLine($_) }
    }
    catch { [Console]::Out.WriteLine($_) }
    finally {
        $shell.Streams.Error | ForEach-Object { [Console]::Out.WriteLine($_) }
        $shell.Dispose()
        $runspace.Dispose()
        [Environment]::CurrentDirectory = $location
        foreach ($name in @([Environment]::GetEnvironmentVariables().Keys) + @($variables.Keys)) {
            # $null as an argument of .NET would become an empty string, with which a variable is still set.
            Set-Item -LiteralPath "Env:$name" -Value $variables[$name]
        }
        # The only one of the process, not of the runspace.
        if (Test-Path -Path Variable:PSStyle) { $PSStyle.OutputRendering = 'Host' }
    }
    if ($PipeName) { [Console]::Out.WriteLine($EndMark) } else { [System.IO.File]::Delete($RequestPath) }
}
