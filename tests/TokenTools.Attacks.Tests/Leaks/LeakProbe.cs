using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Threading.Tasks;
using TokenTools.Attacks.Tests.Http;
using TokenTools.Attacks.Tests.Support;
using TokenTools.Tests;

namespace TokenTools.Attacks.Tests.Leaks;

/// <summary>Asks a hostile service with each front end, and collects what they show.</summary>
/// <remarks>With <c>TOKENTOOLS_ATTACK_SHOWN</c> set to a folder, what is shown is saved there, a file for each place and stream.</remarks>
internal static class LeakProbe
{
    /// <summary>Asks once for each text, with a secret of its own, and the service answers with the text in one place.</summary>
    /// <param name="session">The session.</param>
    /// <param name="place">The place.</param>
    /// <param name="texts">Secrets with the texts that the service answers with.</param>
    public static async Task<ShownTexts> RunAsync(
        PowerShellSession session, LeakPlace place, IEnumerable<(string Secret, string Text)> texts)
    {
        var current = string.Empty;
        using var server = new HostileServer(async connection =>
        {
            while (await connection.ReadRequestAsync() is { } request)
            {
                var answer = place.Answer(current, request);
                await connection.WriteAsync(answer ?? HttpAnswer.Of(200, "{\"timeMillis\":1893456000000}"));
                if (place.Closes)
                {
                    return;
                }
            }
        });
        var shown = new ShownTexts();
        // In a transcript, the engine renders each error again, which takes longer than everything else.
        var isTranscribed = AttackSize.Of(sample: LeakPlace.IndexOf(place.Name) % 8 == 0, full: true);
        var transcript = Path.GetTempFileName();
        if (isTranscribed)
        {
            session.Run("param($Path) $null = Start-Transcript -LiteralPath $Path -IncludeInvocationHeader", transcript);
        }

        foreach (var (secret, text) in texts)
        {
            current = text;
            var credential = place.Service.ToCredential(secret);
            var secure = new NetworkCredential(string.Empty, credential).SecurePassword;
            shown.Add(session.Run(place.Service.Script, server.Uri.AbsoluteUri, secure));
            if (place.Service is { Command: { } command, Variables: { } variables })
            {
                using var environment = new EnvironmentScope(
                    [(variables.Address, server.Uri.AbsoluteUri), (variables.Secret, credential), .. place.Service.Settings]);
                await shown.AddCommandAsync([.. command, "--output", "text"]);
                await shown.AddCommandAsync([.. command, "--output", "json"]);
            }
        }

        if (isTranscribed)
        {
            session.Run("$null = Stop-Transcript");
            shown.AddTranscript(transcript);
        }

        File.Delete(transcript);
        shown.AddViews(session);
        if (Environment.GetEnvironmentVariable("TOKENTOOLS_ATTACK_SHOWN") is { Length: > 0 } folder)
        {
            shown.Save(folder, place.Name);
        }

        session.Run("Disconnect-Boomi -ErrorAction SilentlyContinue; Disconnect-Onezone -ErrorAction SilentlyContinue");
        return shown;
    }
}
