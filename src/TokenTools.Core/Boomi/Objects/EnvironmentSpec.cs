using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Boomi.Objects;

/// <summary>An environment to get or create, as a front end binds it.</summary>
internal sealed class EnvironmentSpec
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// One of <see cref="BoomiRuntimeEnvironment.Classifications"/>, in any case; null for the service's default, and in accounts with
    /// Basic environment support, where it is not allowed.
    /// </summary>
    public string? Classification { get; set; }

    /// <summary>Creates the operation. Sends nothing.</summary>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    public BoomiCreation<BoomiRuntimeEnvironment> Build(BoomiConnection connection)
    {
        var name = BoomiName.Validate(Name, nameof(Name)).Trim();
        var classification = BoomiName.Word(Classification, BoomiRuntimeEnvironment.Classifications, nameof(Classification));
        var body = new JObject { ["@type"] = BoomiRuntimeEnvironment.Kind.Name, ["name"] = name };
        if (classification is not null)
        {
            body["classification"] = classification;
        }

        return new BoomiCreation<BoomiRuntimeEnvironment>(
            connection,
            BoomiRuntimeEnvironment.Kind,
            QueryExpression.EqualTo("name", name),
            environment => environment.Name == name,
            body,
            new MessageText(nameof(Messages.BoomiEnvironmentMayExist), DisplayText.Id(name)));
    }

    /// <summary>Rejects an existing environment with another classification, which cannot be changed.</summary>
    /// <exception cref="TokenArgumentException">The classification differs from the specified one.</exception>
    public void Validate(BoomiRuntimeEnvironment environment)
    {
        if (BoomiName.Word(Classification, BoomiRuntimeEnvironment.Classifications, nameof(Classification)) is { } wanted
            && environment.Classification is { } actual && actual != wanted)
        {
            throw new TokenArgumentException(
                nameof(Classification), nameof(Messages.BoomiEnvironmentDiffers), DisplayText.Id(environment.Name), actual, wanted);
        }
    }
}
