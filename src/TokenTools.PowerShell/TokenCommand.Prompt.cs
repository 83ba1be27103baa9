using System;
using System.Collections.ObjectModel;
using System.Management.Automation.Host;
using System.Security;

namespace TokenTools.PowerShell;

// PowerShell prompts for a mandatory parameter, and echoes the answer unless the parameter has the type SecureString or PSCredential. Those
// for secrets have types that convert text (SecretArgument); therefore they are not mandatory, and the cmdlet prompts.
public abstract partial class TokenCommand
{
    /// <summary>The secret of a parameter: the bound one, otherwise the user's answer.</summary>
    /// <param name="bound">The bound value.</param>
    /// <param name="parameterName">The parameter's name.</param>
    /// <param name="helpMessage">What the prompt shows for !?.</param>
    /// <exception cref="TokenArgumentException">There is none, and the host cannot prompt, or the input is a row without it.</exception>
    private protected SecretArgument? OrPrompt(SecretArgument? bound, string parameterName, string helpMessage) =>
        OrPrompt(bound, parameterName, helpMessage, static secret => new SecretArgument(secret));

    /// <summary>The tokens of a parameter: the bound ones, otherwise the user's answer.</summary>
    /// <param name="bound">The bound value.</param>
    /// <param name="parameterName">The parameter's name.</param>
    private protected object? TokensOrPrompt(object? bound, string parameterName) => TokenOrPrompt(
        bound, parameterName, HelpMessages.OnedataToken, static secret => new OnedataTokenArgument(OnedataTokenInput.From(secret)));

    /// <summary>The token of a parameter: the bound one, otherwise the user's answer.</summary>
    /// <param name="bound">The bound value.</param>
    /// <param name="parameterName">The parameter's name.</param>
    /// <param name="helpMessage">What the prompt shows for !?.</param>
    /// <param name="convert">Converts the answer, as the parameter's attribute does.</param>
    private protected object? TokenOrPrompt(object? bound, string parameterName, string helpMessage, Func<SecureString, object> convert) =>
        Required(parameterName, () => OrPrompt(bound, parameterName, helpMessage, convert));

    private T? OrPrompt<T>(T? bound, string parameterName, string helpMessage, Func<SecureString, T> convert)
        where T : class
    {
        if (bound is not null || MyInvocation.BoundParameters.ContainsKey(parameterName))
        {
            return bound;
        }

        // Another input may have the secret, but this one does not.
        return convert((MyInvocation.ExpectingInput ? null : Prompt(parameterName, helpMessage))
            ?? throw ModuleText.ArgumentError(parameterName, nameof(ModuleMessages.SecretMissing), new SettingName(parameterName)));
    }

    // Null if the host cannot prompt, or nothing was entered.
    private SecureString? Prompt(string parameterName, string helpMessage)
    {
        var field = new FieldDescription(parameterName) { HelpMessage = helpMessage, IsMandatory = true };
        field.SetParameterType(typeof(SecureString));
        return Ask(host =>
        {
            var answers = host.Prompt(
                ModuleText.Format(nameof(ModuleMessages.SecretPromptCaption), MyInvocation.MyCommand.Name),
                ModuleText.Format(nameof(ModuleMessages.SecretPrompt)),
                new Collection<FieldDescription> { field });
            return answers is not null && answers.TryGetValue(parameterName, out var answer)
                && answer?.BaseObject is SecureString { Length: > 0 } secret ? secret : null;
        });
    }

    /// <summary>The user's answer; null if there is none, or the host cannot prompt.</summary>
    /// <param name="prompt">Prompts.</param>
    private protected SecureString? Ask(Func<PSHostUserInterface, SecureString?> prompt)
    {
        try
        {
            return Host.UI is { } host ? prompt(host) : null;
        }
        catch (Exception error) when (error is HostException or NotImplementedException or NotSupportedException or InvalidOperationException)
        {
            // A host without a user, as is one without an interface.
            return null;
        }
    }
}
