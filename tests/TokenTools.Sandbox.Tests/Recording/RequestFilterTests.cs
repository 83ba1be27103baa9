using System;
using System.Linq;
using TokenTools.Sandbox.Http;
using TokenTools.Sandbox.Recording;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Sandbox.Tests.Recording;

public class RequestFilterTests
{
    private static readonly SandboxRequest[] Requests =
    [
        Request("GET", "/a", "Boomi", 200), Request("POST", "/b", "Onezone", 201),
        Request("POST", "/c", null, null), Request("DELETE", "/d", "Boomi", 404),
    ];

    public static TheoryData<string, string> Filters { get; } = new()
    {
        { "none", "/a /b /c /d" },
        { "path", "/b /c" },
        { "method", "/b /c" },
        { "service", "/a /d" },
        { "status", "/b /d" },
        { "last", "/c /d" },
        { "last of more than there are", "/a /b /c /d" },
        { "last of a method", "/c" },
        { "since", "" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public void Apply_Condition_SelectsRequestsInOrder(string condition, string paths)
    {
        var filter = condition switch
        {
            "path" => new RequestFilter { Path = static path => path is "/b" or "/c" },
            "method" => new RequestFilter { Method = ["post"] },
            "service" => new RequestFilter { Service = ["boomi", "GoodData"] },
            "status" => new RequestFilter { StatusCode = [404, 201] },
            "last" => new RequestFilter { Last = 2 },
            "last of more than there are" => new RequestFilter { Last = 5 },
            "last of a method" => new RequestFilter { Last = 1, Method = ["POST"] },
            "since" => new RequestFilter { Since = DateTimeOffset.UtcNow.AddMinutes(1) },
            _ => new RequestFilter(),
        };
        Assert.Equal(paths, string.Join(' ', filter.Apply(Requests).Select(static request => request.Path)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Apply_LastOutOfRange_Throws(int last)
    {
        var error = Assert.Throws<TokenArgumentException>(() => new RequestFilter { Last = last }.Apply(Requests));
        Assert.Equal(("Last", nameof(SandboxMessages.SandboxLastInvalid)), (error.ParameterName, error.ErrorId));
    }

    private static SandboxRequest Request(string method, string path, string? service, int? status) =>
        new(new Request(method, path, [], []), service, new Redactor()) { StatusCode = status };
}
