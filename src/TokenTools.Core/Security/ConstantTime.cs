namespace TokenTools.Security;

/// <summary>Comparison whose duration says nothing about where two values differ.</summary>
internal static class ConstantTime
{
    /// <summary>True when both hold the same bytes. Only the lengths may be learned from how long it takes.</summary>
    /// <remarks>What later frameworks have as <c>CryptographicOperations.FixedTimeEquals</c>.</remarks>
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
