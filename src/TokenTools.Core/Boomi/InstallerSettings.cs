using System.Security;

namespace TokenTools.Boomi;

/// <summary>What an installer or a container is told beside its token. Each is left out where it is null or blank.</summary>
/// <remarks>help.boomi.com, unattended installation and Docker images; the names of the variables stand in <see cref="InstallerArguments"/>.</remarks>
public sealed class InstallerSettings
{
    /// <summary>The runtime's name.</summary>
    public string? RuntimeName { get; set; }

    /// <summary>The folder to install into; the installer makes one below it.</summary>
    public string? InstallDirectory { get; set; }

    /// <summary>For runtimes of several nodes: a folder that each node has by itself; must be there beforehand.</summary>
    public string? LocalPath { get; set; }

    /// <summary>For runtimes of several nodes: each node's own folder for temporary files; must be there beforehand.</summary>
    public string? LocalTempPath { get; set; }

    /// <summary>The environment to attach the runtime to.</summary>
    public string? EnvironmentId { get; set; }

    /// <summary>For CLOUD: the JDK to use.</summary>
    public string? JdkPath { get; set; }

    /// <summary>On Linux: the folder for symbolic links to the installed programs.</summary>
    public string? SymlinksDirectory { get; set; }

    /// <summary>For containers: the node's own id.</summary>
    public string? LocalHostId { get; set; }

    /// <summary>The proxy's host.</summary>
    public string? ProxyHost { get; set; }

    /// <summary>The proxy's port.</summary>
    public int? ProxyPort { get; set; }

    /// <summary>The user's name at the proxy.</summary>
    public string? ProxyUser { get; set; }

    /// <summary>The password at the proxy.</summary>
    public SecureString? ProxyPassword { get; set; }
}
