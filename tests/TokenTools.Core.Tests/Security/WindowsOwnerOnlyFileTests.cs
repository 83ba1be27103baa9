using System;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

/// <summary>Files with an access control list that contains only the current user, on Windows; on every system, the meaning of that list.</summary>
public sealed class WindowsOwnerOnlyFileTests : IDisposable
{
    private const string User = "S-1-5-21-10-20-30-1001", Everyone = "S-1-1-0", AuthenticatedUsers = "S-1-5-11", Users = "S-1-5-32-545", Administrators = "S-1-5-32-544";

    // FILE_ALL_ACCESS of winnt.h
    private const int All = 0x1f01ff;

    private static readonly (string Name, string[] Sids)[] Processes =
    [
        ("the user", [User, Everyone, AuthenticatedUsers, Users]),
        ("the user, elevated", [User, Everyone, AuthenticatedUsers, Users, Administrators]),
        ("another user", ["S-1-5-21-10-20-30-1002", Everyone, AuthenticatedUsers, Users]),
        ("another administrator", ["S-1-5-21-10-20-30-500", Everyone, AuthenticatedUsers, Users, Administrators]),
        ("a service", ["S-1-5-18", Everyone, AuthenticatedUsers, Administrators]),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokentools-");

    public void Dispose() => _folder.Delete(recursive: true);

    [SambaFact]
    public async Task SecurityDescriptor_ByAnIndependentAccessCheck_GivesTheUserAllAccessAndOthersNone()
    {
        var expected = new[] { ("the user", All), ("the user, elevated", All), ("another user", 0), ("another administrator", 0), ("a service", 0) };
        Assert.Equal(expected, await AccessOfProcessesAsync(WindowsTemporaryFile.SecurityDescriptor(User)));
    }

    [SambaFact]
    public async Task SecurityDescriptor_WithOwnerRightsInPlaceOfTheUser_WouldGiveAdministratorsAccess()
    {
        // As an elevated process creates a file: the default owner is Administrators.
        var expected = new[] { ("the user", 0), ("the user, elevated", All), ("another user", 0), ("another administrator", All), ("a service", All) };
        Assert.Equal(expected, await AccessOfProcessesAsync("O:BAD:P(A;;0x1f01ff;;;OW)"));
    }

    [WindowsFact]
    [SupportedOSPlatform("windows")]
    public void CurrentUserSid_IsTheProcesssUser() =>
        Assert.Equal(WindowsIdentity.GetCurrent().User!.Value, WindowsTemporaryFile.CurrentUserSid());

    [WindowsTheory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Wine", "Wine keeps a file's mode in place of its access list")]
    [SupportedOSPlatform("windows")]
    public void Write_AnyFile_BelongsToTheUserWhoAloneHasAccess(bool replaces)
    {
        var path = Path.Combine(_folder.FullName, "secret");
        if (replaces)
        {
            File.WriteAllText(path, "old");
        }

        new OwnerOnlyFile().Write(path, replaces, static stream => stream.Write("new"u8));

        var security = new FileInfo(path).GetAccessControl();
        var user = WindowsIdentity.GetCurrent().User;
        Assert.Equal(user, security.GetOwner(typeof(SecurityIdentifier)));
        Assert.True(security.AreAccessRulesProtected);
        var rule = (FileSystemAccessRule)Assert.Single(security.GetAccessRules(true, true, typeof(SecurityIdentifier)).Cast<AuthorizationRule>());
        Assert.Equal((user, AccessControlType.Allow, FileSystemRights.FullControl), (rule.IdentityReference, rule.AccessControlType, rule.FileSystemRights));
        Assert.Equal("new", File.ReadAllText(path));
    }

    [WindowsFact]
    public void Write_UnderWay_CantBeOpenedByASecondHandle() =>
        new OwnerOnlyFile().Write(Path.Combine(_folder.FullName, "secret"), replace: false, stream =>
        {
            stream.Write("token"u8);
            stream.Flush();
            var temporary = Assert.Single(_folder.GetFiles()).FullName;
            Assert.Throws<IOException>(() => File.Open(temporary, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        });

    [WindowsTheory]
    [InlineData("a|b")]
    [InlineData("a?b")]
    [InlineData("a*b")]
    [InlineData("a\"b")]
    [InlineData("a<b>")]
    [InlineData("a\tb")]
    // An alternate data stream of another file
    [InlineData("a:b")]
    public void Write_NameThatWindowsRefuses_IsOneErrorAboutThePath(string name)
    {
        foreach (var replace in new[] { false, true })
        {
            var error = Assert.Throws<TokenArgumentException>(() =>
                new OwnerOnlyFile().Write(_folder.FullName + "\\" + name, replace, static stream => stream.Write("token"u8)));
            Assert.Equal((nameof(Messages.InstallerFileFailed), "Path"), (error.ErrorId, error.ParameterName));
        }

        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [WindowsFact]
    public void Write_TemporaryFileCantBeDeleted_ReportsTheCauseAndClearsTheContent()
    {
        var temporary = string.Empty;
        try
        {
            var error = Assert.Throws<TokenArgumentException>(() => new OwnerOnlyFile().Write(Path.Combine(_folder.FullName, "secret"), replace: false, stream =>
            {
                stream.Write("token"u8);
                temporary = Assert.Single(_folder.GetFiles()).FullName;
                File.SetAttributes(temporary, FileAttributes.ReadOnly);
                throw new IOException("No space left.");
            }));

            Assert.Contains("No space left.", error.Message, StringComparison.Ordinal);
            Assert.Equal(0, new FileInfo(temporary).Length);
        }
        finally
        {
            File.SetAttributes(temporary, FileAttributes.Normal);
        }
    }

    // For each process, the rights that a security descriptor grants, according to Samba's access check.
    private static async Task<(string Name, int Rights)[]> AccessOfProcessesAsync(string securityDescriptor)
    {
        const string Script =
            """
            import json, sys
            from samba import NTSTATUSError
            from samba.security import access_check
            from samba.dcerpc import security

            asked = json.load(sys.stdin)
            descriptor = security.descriptor.from_sddl(asked['descriptor'], security.dom_sid('S-1-5-21-10-20-30'))
            answer = []
            for sids in asked['processes']:
                token = security.token()
                token.sids = [security.dom_sid(sid) for sid in sids]
                token.num_sids = len(sids)
                rights = 0
                for bit in range(32):
                    try:
                        if 1 << bit & 0x1fffff:
                            access_check(descriptor, token, 1 << bit)
                            rights |= 1 << bit
                    except NTSTATUSError:
                        pass
                answer.append(rights)
            json.dump(answer, sys.stdout)
            """;
        var input = JsonSerializer.Serialize(new { descriptor = securityDescriptor, processes = Processes.Select(static process => process.Sids) });
        var (exitCode, output) = await ExternalTool.RunAsync(SambaFactAttribute.Python!, ["-c", Script], Encoding.UTF8.GetBytes(input));
        Assert.True(exitCode == 0, output);
        return Processes.Select(static process => process.Name).Zip(JsonSerializer.Deserialize<int[]>(output)!).ToArray();
    }
}

/// <summary>A fact that requires Samba's access check in Python 3; skipped with a reason if it is missing.</summary>
public sealed class SambaFactAttribute : FactAttribute
{
    public SambaFactAttribute() => Skip = Python is null ? "no Python 3 with Samba's modules" : null;

    // Debian's package is for Debian's Python, which may not be the first one on the path.
    internal static string? Python { get; } = new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(static python =>
        ExternalTool.Missing(python, "-c", "from samba.security import access_check") is null);
}

/// <summary>A fact about access control lists and names on Windows; skipped on other systems.</summary>
public sealed class WindowsFactAttribute : FactAttribute
{
    public WindowsFactAttribute() => Skip = OperatingSystem.IsWindows() ? null : "only Windows has access lists";
}

/// <summary>A theory about access control lists and names on Windows; skipped on other systems.</summary>
public sealed class WindowsTheoryAttribute : TheoryAttribute
{
    public WindowsTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? null : "only Windows has access lists";
}
