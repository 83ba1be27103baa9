using System.Collections.Generic;
using TokenTools.Core.Tests.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Core.Tests.Onedata;
using TokenTools.Export;
using TokenTools.GoodData;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Security;

namespace TokenTools.Core.Tests.Export;

/// <summary>A token of each kind for tests of exports, and the variable that its consumer reads.</summary>
internal static class TokenExports
{
    // https://www.gooddata.com/developers/cloud-native/doc/1.4/administration/organization/
    public const string Bootstrap = "YWRtaW46Ym9vdHN0cmFwOk15U2VjcmV0UGFzc3dvcmQ=";

    public const string BootstrapPassword = "MySecretPassword";

    // https://www.rfc-editor.org/rfc/rfc7519, 3.1, which expired in 2011.
    public const string ExpiredJwt = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
        + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    public static IEnumerable<(string Kind, IExportableToken Token, string Text, string? Variable)> All()
    {
        yield return ("installer", InstallerTokens.Token(), InstallerTokens.Secret, "INSTALL_TOKEN");
        yield return ("bootstrap", BootstrapTokenReader.Read(Requests.Secure(Bootstrap)), Bootstrap, "GOODDATA_TOKEN");
        yield return ("api", new GoodDataApiToken("ci", "ada", TokenSecret.FromString("YWRhOmNpOnNlY3JldA==", false)), "YWRhOmNpOnNlY3JldA==", "GOODDATA_TOKEN");
        var access = OnedataToken.Decode(OnedataVectors.Text(1));
        yield return ("access", access, access.Secret.Reveal(), "ONEZONE_API_KEY");
        var mount = access.AddCaveats([InterfaceCaveat.Create("oneclient")]);
        yield return ("oneclient", mount, mount.Secret.Reveal(), "ONECLIENT_ACCESS_TOKEN");
    }
}
