namespace TokenTools.Sandbox;

/// <summary>The bodies in which the Boomi Platform API has been documented, or seen, to say no.</summary>
public enum BoomiErrorShape
{
    /// <summary><c>{"message"}</c>, or <c>&lt;error>&lt;message></c> where XML is asked for: the OpenAPI description's.</summary>
    OpenApi,

    /// <summary><c>{"error":{"message"}}</c>, or the same in XML: the introduction's sample.</summary>
    Nested,

    /// <summary><c>{"@type":"Error","message"}</c>, or the same in XML: what the vendor's boomicicd-cli looks for.</summary>
    Typed,

    /// <summary><c>&lt;error>&lt;message></c>, even where JSON is asked for.</summary>
    Xml,

    /// <summary><c>&lt;UserMessage id type>&lt;Data></c>, even where JSON is asked for: the DataHub Platform API's.</summary>
    UserMessage,
}
