using System;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Boomi.Objects;

namespace TokenTools.Cli;

/// <summary>Converts objects of Boomi's Platform API to results of a command, with the platform's field names.</summary>
internal static class BoomiObjectResult
{
    /// <summary>A runtime.</summary>
    public static CommandResult Of(BoomiRuntime runtime) => Create(
        ("id", "Id", runtime.Id),
        ("name", "Name", runtime.Name),
        ("type", "Type", runtime.Type),
        ("status", "Status", runtime.Status),
        ("statusDetail", "StatusDetail", runtime.StatusDetail),
        ("hostName", "HostName", runtime.HostName),
        ("currentVersion", "CurrentVersion", runtime.CurrentVersion),
        ("dateInstalled", "DateInstalled", JsonDate.Text(runtime.DateInstalled)));

    /// <summary>An environment.</summary>
    public static CommandResult Of(BoomiRuntimeEnvironment environment) => Create(
        ("id", "Id", environment.Id), ("name", "Name", environment.Name), ("classification", "Classification", environment.Classification));

    /// <summary>An attachment.</summary>
    public static CommandResult Of(BoomiAttachment attachment) => Create(
        ("id", "Id", attachment.Id), ("atomId", "AtomId", attachment.AtomId), ("environmentId", "EnvironmentId", attachment.EnvironmentId));

    private static CommandResult Create(params (string Field, string Label, string? Value)[] fields)
    {
        var json = new JObject();
        foreach (var (field, _, value) in fields)
        {
            if (value is not null)
            {
                json[field] = value;
            }
        }

        return new CommandResult(json.ToString(Formatting.None)) { Rows = Array.ConvertAll(fields, static field => (field.Label, field.Value)) };
    }
}
