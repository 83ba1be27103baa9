using System.Linq;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Http;

public class StatusCodeTests
{
    // RFC 9110 §15, RFC 6585, RFC 8470 and RFC 7725, where the description rules out that the request was applied.
    private static readonly int[] NeverApplied =
    [
        301, 307, 308,
        400, 401, 403, 404, 405, 407, 409, 410, 411, 413, 414, 415, 421, 422, 425, 428, 429, 431, 451,
        501, 503, 505, 511,
    ];

    [Fact]
    public void IsNeverApplied_EveryStatus_OnlyWhereTheSpecificationRulesOutTheRequest() =>
        Assert.Equal(NeverApplied, Enumerable.Range(0, 1000).Where(StatusCode.IsNeverApplied));
}
