namespace TokenTools.Core.Tests.Boomi;

/// <summary>https://developer.boomi.com/docs/api/platformapi/InstallerToken</summary>
internal static class Samples
{
    public const string Json = """
        {"@type":"InstallerToken","installType":"MOLECULE","token":"molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5",
         "expiration":"2017-02-07T23:02:51.207Z","created":"2017-02-07T22:32:51.207Z","accountId":"fakeAccountId","durationMinutes":30,
         "cloudId":"3ca45d71-7794-40e2-b94b-182aef8ce5c2"}
        """;

    public const string Xml = """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <bns:InstallerToken xmlns:bns="http://api.platform.boomi.com/" accountId="fakeAccountId" created="2017-02-07T22:32:51.207Z"
          expiration="2017-02-07T23:02:51.207Z" token="molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5" installType="MOLECULE"
          durationMinutes="30" cloudId="3ca45d71-7794-40e2-b94b-182aef8ce5c2"/>
        """;

    public const string Token = "molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5";
}
