# Dot-sourced by the files that need a TLS server with an untrusted certificate. It responds to each request with the same JSON.

function Start-TlsServer([string] $Json) {
    $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
    $listener.Start()
    $shell = [powershell]::Create()
    $null = $shell.AddScript({
        param($listener, $json)
        # The loop ends when the listener is stopped.
        $ErrorActionPreference = 'Stop'
        $key = [System.Security.Cryptography.RSA]::Create(2048)
        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new(
            'CN=localhost', $key, [System.Security.Cryptography.HashAlgorithmName]::SHA256, [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $made = $request.CreateSelfSigned([datetimeoffset]::UtcNow.AddDays(-1), [datetimeoffset]::UtcNow.AddDays(1))
        # Windows does not accept an ephemeral key.
        $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new(
            $made.Export([System.Security.Cryptography.X509Certificates.X509ContentType]::Pkcs12))
        $answer = [Text.Encoding]::UTF8.GetBytes(
            "HTTP/1.1 200 OK`r`nContent-Type: application/json`r`nConnection: close`r`nContent-Length: $([Text.Encoding]::UTF8.GetByteCount($json))`r`n`r`n$json")
        while ($true) {
            $client = $listener.AcceptTcpClient()
            try {
                $stream = [System.Net.Security.SslStream]::new($client.GetStream(), $false)
                $stream.AuthenticateAsServer($certificate)
                $head = ''
                $buffer = [byte[]]::new(4096)
                # The requests are small: they are complete when the closing brace of the body arrives.
                while (-not $head.TrimEnd().EndsWith('}') -and ($read = $stream.Read($buffer, 0, $buffer.Length)) -gt 0) {
                    $head += [Text.Encoding]::UTF8.GetString($buffer, 0, $read)
                }
                $stream.Write($answer, 0, $answer.Length)
                $stream.Dispose()
            }
            catch { Write-Verbose "$_" }
            finally { $client.Dispose() }
        }
    }).AddArgument($listener).AddArgument($Json)
    $null = $shell.BeginInvoke()
    [pscustomobject] @{ Uri = "https://localhost:$($listener.LocalEndpoint.Port)/"; Listener = $listener; Shell = $shell }
}

function Stop-TlsServer($Server) {
    $Server.Listener.Stop()
    $Server.Shell.Stop()
    $Server.Shell.Dispose()
}
