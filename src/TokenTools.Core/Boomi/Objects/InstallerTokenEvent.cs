using System;

namespace TokenTools.Boomi.Objects;

/// <summary>An entry of the audit log about an installer token. An entry does not contain the token.</summary>
/// <remarks>Fields and types of entries: https://developer.boomi.com/docs/api/platformapi/AuditLog</remarks>
public sealed class InstallerTokenEvent
{
    /// <summary>The type of entries about installer tokens (OpenAPI description, AuditLog).</summary>
    internal const string InstallerType = "as.installer";

    /// <summary>The action of an entry about a token that was created.</summary>
    internal const string Added = "ADD";

    private InstallerTokenEvent(BoomiFields fields)
    {
        DocumentId = fields.Text("documentId");
        Date = fields.Date("date");
        UserId = fields.Text("userId");
        Type = fields.Text("type");
        Action = fields.Text("action");
        Modifier = fields.Text("modifier");
        Source = fields.Text("source");
        Level = fields.Text("level");
        AccountId = fields.Text("accountId");
        Message = fields.Text("message");
    }

    /// <summary>The time of the action by the service's clock, in UTC; null if the service returned no date.</summary>
    public DateTimeOffset? Date { get; }

    /// <summary>The user, by e-mail address; null if the service returned none.</summary>
    public string? UserId { get; }

    /// <summary>The action: ADD for a token that was created.</summary>
    public string? Action { get; }

    /// <summary>What caused the action: API, INTERNAL, MOBILE, UI or UNKNOWN.</summary>
    public string? Source { get; }

    /// <summary>The type of the entry: as.installer.</summary>
    public string? Type { get; }

    /// <summary>The qualifier of the action; NONE for a token that was created.</summary>
    public string? Modifier { get; }

    /// <summary>The severity: DEBUG, INFO, WARNING or ERROR.</summary>
    public string? Level { get; }

    /// <summary>The account.</summary>
    public string? AccountId { get; }

    /// <summary>The entry's text; null for none.</summary>
    public string? Message { get; }

    /// <summary>The id of the entry.</summary>
    public string? DocumentId { get; }

    internal static BoomiObjectKind<InstallerTokenEvent> Kind { get; } = new("AuditLog", static fields => new InstallerTokenEvent(fields))
    {
        Everything = QueryExpression.EqualTo("type", InstallerType),
    };

    /// <summary>True for an entry about a token that was created.</summary>
    internal bool IsAdd => string.Equals(Action, Added, StringComparison.OrdinalIgnoreCase)
        && (Type is null || string.Equals(Type, InstallerType, StringComparison.OrdinalIgnoreCase));

    /// <summary>True for an entry about an action of a user.</summary>
    internal bool IsOf(string userName) => string.Equals(UserId?.Trim(), userName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Time, user and action.</summary>
    public override string ToString() => (Date is { } date ? TimeText.Local(date) + " " : string.Empty) + UserId + " " + Action;
}
