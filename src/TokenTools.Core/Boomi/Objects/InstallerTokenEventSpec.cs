using System;
using System.Collections.Generic;

namespace TokenTools.Boomi.Objects;

/// <summary>Which entries of the audit log to get, as a front end binds it.</summary>
/// <remarks>Properties of the filter: OpenAPI description, AuditLogSimpleExpression.</remarks>
internal sealed class InstallerTokenEventSpec : IObjectQuerySpec<InstallerTokenEvent>
{
    // The longest lifetime of a token: older ones have expired.
    private static readonly TimeSpan DefaultAge = TimeSpan.FromMinutes(InstallerTokenRequest.LongestMinutes);

    /// <summary>The earliest time by the service's clock; null for 24 hours ago.</summary>
    public DateTimeOffset? After { get; set; }

    /// <summary>The latest time by the service's clock; null for no limit.</summary>
    public DateTimeOffset? Before { get; set; }

    /// <summary>The user's e-mail address; null for all users.</summary>
    public string? UserId { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> NotFound => [];

    /// <inheritdoc/>
    public BoomiQuery<InstallerTokenEvent> Build(BoomiConnection connection)
    {
        var now = connection.Client.Clock.UtcNow;
        var after = After ?? (Before is { } before && before < now ? before : now) - DefaultAge;
        // A day later than now: the service's clock may be ahead.
        var until = Before ?? now.AddDays(1);
        if (after > until)
        {
            throw new TokenArgumentException(
                nameof(After), nameof(Messages.RangeReversed), new SettingName(nameof(After)), new SettingName(nameof(Before)));
        }

        var user = UserId is null ? null : BoomiName.Validate(UserId, nameof(UserId));
        return Between(connection, after, until, entry =>
            entry.IsAdd && (user is null || entry.IsOf(user)));
    }

    /// <summary>A query for the entries of a time range.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="after">The earliest time by the service's clock.</param>
    /// <param name="until">The latest time.</param>
    /// <param name="where">A filter of the results; null for none.</param>
    public static BoomiQuery<InstallerTokenEvent> Between(
        BoomiConnection connection, DateTimeOffset after, DateTimeOffset until, Func<InstallerTokenEvent, bool>? where = null) => new(
            connection,
            InstallerTokenEvent.Kind,
            QueryExpression.All(
                QueryExpression.EqualTo("type", InstallerTokenEvent.InstallerType), QueryExpression.Between("date", after, until)),
            where);
}
