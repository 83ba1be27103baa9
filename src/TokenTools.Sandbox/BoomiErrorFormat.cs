namespace TokenTools.Sandbox;

/// <summary>The format of Boomi's error responses. All of these are documented or have been observed.</summary>
public enum BoomiErrorFormat
{
    /// <summary><c>{"message"}</c>, or <c>&lt;error>&lt;message></c> if the client accepts XML: from the OpenAPI description.</summary>
    OpenApi,

    /// <summary><c>{"error":{"message"}}</c>, or the same in XML: from the sample in the introduction.</summary>
    Nested,

    /// <summary><c>{"@type":"Error","message"}</c>, or the same in XML: what the vendor's boomicicd-cli expects.</summary>
    Typed,

    /// <summary><c>&lt;error>&lt;message></c>, even if the client accepts JSON.</summary>
    Xml,

    /// <summary><c>&lt;UserMessage id type>&lt;Data></c>, even if the client accepts JSON: from the DataHub Platform API.</summary>
    UserMessage,
}
