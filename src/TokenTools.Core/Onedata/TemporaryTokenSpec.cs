namespace TokenTools.Onedata;

/// <summary>A temporary token as a user specified it, in the values that a front end bound.</summary>
internal sealed class TemporaryTokenSpec : TokenRequestSpec
{
    /// <summary>The request.</summary>
    /// <exception cref="TokenException">A value is invalid, or two of them contradict each other.</exception>
    public TemporaryTokenRequest Build() => Fill(new TemporaryTokenRequest());
}
