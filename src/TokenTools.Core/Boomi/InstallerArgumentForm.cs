namespace TokenTools.Boomi;

/// <summary>The form in which an installer token is passed to an installer or a container.</summary>
public enum InstallerArgumentForm
{
    /// <summary>Arguments that contain the token.</summary>
    ArgumentList,

    /// <summary>A file of install4j variables, and the arguments that refer to it.</summary>
    ResponseFile,

    /// <summary>A file of environment variables for a container, and the arguments that refer to it.</summary>
    EnvironmentFile,

    /// <summary>The manifest of a Kubernetes Secret.</summary>
    KubernetesSecret,
}
