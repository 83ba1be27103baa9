# An engine that runs Pester files, one after another. Started by PesterEngine.cs, which sends a line for each file through the
# pipe: its path, a tab and the path for its result. The end mark is written to the console behind what a file has written.
# What the engine has compiled serves all of them; a file's runspace, environment variables and location are its own.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $PipeName,
    [Parameter(Mandatory)] [string] $EndMark
)

$ErrorActionPreference = 'Stop'
$pipe = [System.IO.Pipes.NamedPipeClientStream]::new('.', $PipeName, [System.IO.Pipes.PipeDirection]::In)
$pipe.Connect(60000)
$requests = [System.IO.StreamReader]::new($pipe)

while ($null -ne ($request = $requests.ReadLine())) {
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
    [Console]::Out.WriteLine($EndMark)
}
