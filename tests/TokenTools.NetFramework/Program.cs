using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Runtime.InteropServices;
using System.Security;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools;
using TokenTools.Boomi;
using TokenTools.GoodData;
using TokenTools.NetFramework;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Sandbox;

// TokenTools.NetFramework.exe VECTORS: runs the module's functions on .NET Framework or Mono. Prints the runtime and the number of checks
// that passed. A failed check is an exception, and therefore a nonzero exit code.
// TokenTools.NetFramework.exe child: a command that the checks start.
// TokenTools.NetFramework.exe compile ASSEMBLY...: compiles every method of the assemblies, and lists those that cannot be compiled.
if (args[0] == "compile")
{
    var compiler = new MethodCompiler();
    compiler.Compile(args.Skip(1));
    foreach (var failure in compiler.Failures)
    {
        Console.WriteLine(failure);
    }

    Console.WriteLine(
        RuntimeInformation.FrameworkDescription + ": "
        + compiler.TypeCount + " types, " + compiler.MethodCount + " methods, " + compiler.Failures.Count + " failures");
    return compiler.Failures.Count == 0 ? 0 : 1;
}

if (args[0] == ChildCommandChecks.Argument)
{
    return ChildCommandChecks.Run(args.Skip(1));
}

var checks = 0;
void Check(string what, bool holds)
{
    if (!holds)
    {
        throw new InvalidOperationException(what);
    }

    checks++;
}

static SecureString Secret(string text) => new NetworkCredential(string.Empty, text).SecurePassword;
static string Plain(object secret) => secret as string ?? new NetworkCredential(string.Empty, (SecureString)secret).Password;

var onedata = JObject.Parse(File.ReadAllText(Path.Combine(args[0], "onedata-tokens.json")));
foreach (var vector in onedata["withSecret"]!)
{
    var token = OnedataToken.Decode((string)vector["serialized"]!, new OnedataDecodeOptions { Secret = Secret((string)vector["secret"]!), AsPlainText = true });
    Check(vector["name"] + ": signature", token.SignatureVerified == true);
    Check(vector["name"] + ": caveats", token.Caveats.Select(static caveat => caveat.Text).SequenceEqual(vector["caveats"]!.Select(static text => (string)text!)));
    Check(vector["name"] + ": round trip", (string)token.Token == (string)vector["serialized"]!);
}

// A token with an unknown invite type or version is read: the service may have those that are newer than this program.
foreach (var vector in onedata["malformed"]!.Where(static vector => (string?)vector["name"] is not ("unknown invite type" or "version 3")))
{
    var refused = false;
    try
    {
        OnedataToken.Decode((string)vector["serialized"]!);
    }
    catch (TokenFormatException)
    {
        refused = true;
    }

    Check("malformed: " + vector["name"], refused);
}

var goodData = JObject.Parse(File.ReadAllText(Path.Combine(args[0], "shacrypt-bootstrap.json")));
foreach (var vector in goodData["bootstrap"]!)
{
    var user = (string)vector["user"]!;
    Check("bootstrap token of " + user, Plain(BootstrapTokenFactory.Create(user, Secret((string)vector["password"]!)).Token) == (string)vector["token"]!);
}

// GoodData's own example (https://www.gooddata.com/developers/cloud-native/doc/1.4/administration/organization/).
Check("SHA-crypt", ShaCrypt.Verify(Secret("MySecretPassword"), "$5$c/srj5JySMve$NxQRZ1ubtPKBRexCjKcA3V4CkJaBkxegSPsBYFq6U67"));
Check("SHA-crypt of another password", !ShaCrypt.Verify(Secret("MySecretPasswore"), "$5$c/srj5JySMve$NxQRZ1ubtPKBRexCjKcA3V4CkJaBkxegSPsBYFq6U67"));
var hash = new PasswordHashSpec { Password = Secret("a password") }.Build();
Check("SHA-crypt round trip", ShaCrypt.Verify(Secret("a password"), hash));

using (var sandbox = TokenSandbox.Start())
{
    using var boomi = BoomiConnection.Create(sandbox.ToBoomiOptions());
    var tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
        boomi.CreateInstallerTokenAsync(new InstallerTokenSpec { InstallType = "ATOM", DurationMinutes = "30" }.Build(), asPlainText: true)));
    Check("20 installer tokens at once", tokens.Select(static token => token.Token).Distinct().Count() == 20);

    sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 503, RetryAfter = "0" });
    Check("a retry", (await boomi.CreateInstallerTokenAsync(new InstallerTokenSpec { InstallType = "ATOM", DurationMinutes = "30" }.Build())).DurationMinutes == 30);

    using var zone = OnezoneConnection.Create(sandbox.ToOnezoneOptions());
    var temporary = await zone.CreateTemporaryTokenAsync(new TemporaryTokenRequest { ValidFor = TimeSpan.FromMinutes(10), Caveats = [CountryCaveat.Create(["PL"])] });
    Check("a temporary token", temporary.Caveats.Any(static caveat => caveat.Text == "geo.country = PL"));

    var wrong = sandbox.ToBoomiOptions();
    wrong.Secret = Secret("wrong-31337");
    using var stranger = BoomiConnection.Create(wrong);
    try
    {
        await stranger.CreateInstallerTokenAsync(new InstallerTokenSpec { InstallType = "ATOM", DurationMinutes = "30" }.Build());
        Check("credentials are looked at", false);
    }
    catch (TokenApiException error)
    {
        Check("an error's status", error.StatusCode == 401);
        Check("no secret in an error", !error.ToString().Contains("wrong-31337"));
    }
}

await ChildCommandChecks.CheckAsync(Check, Secret);

Console.WriteLine(RuntimeInformation.FrameworkDescription + ": " + checks + " checks passed");
return 0;
