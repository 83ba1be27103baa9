namespace TokenTools.Security;

/// <summary>Comparison in constant time: its duration does not depend on where two values differ.</summary>
internal static class ConstantTime
{
    /// <summary>True when both hold the same bytes. The duration reveals nothing but the lengths.</summary>
    /// <remarks>The equivalent of <c>CryptographicOperations.FixedTimeEquals</c> in later frameworks.</remarks>
    [System.Runtime.CompilerServices.MethodImpl(
        System.Runtime.CompilerServices.MethodImplOptions.NoInlining | System.Runtime.CompilerServices.MethodImplOptions.NoOptimization)]
    public static bool Equal(byte[] left, byte[] right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        var difference = 0;
        for (var i = 0; i < left.Length; i++)
        {
            difference |= left[i] ^ right[i];
        }

        return difference == 0;
    }
}
