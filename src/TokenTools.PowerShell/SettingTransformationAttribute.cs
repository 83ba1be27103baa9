using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>Binds a parameter's value with Core's grammar. An error of Core becomes an error of the binder with the same message.</summary>
internal abstract class SettingTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        try
        {
            return Convert(Unwrap(inputData), inputData);
        }
        catch (TokenException error)
        {
            throw new ArgumentTransformationMetadataException(error.Message, error);
        }
    }

    /// <summary>Converts a value.</summary>
    /// <param name="value">The value, unwrapped.</param>
    /// <param name="input">The same as the engine has it: a number keeps the text as typed.</param>
    /// <exception cref="TokenException">It cannot be converted.</exception>
    private protected abstract object? Convert(object? value, object? input);

    private protected static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
