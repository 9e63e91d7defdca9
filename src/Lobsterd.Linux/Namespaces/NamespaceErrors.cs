using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Namespaces;

/// <summary>The ways in which work on namespaces can fail.</summary>
public static class NamespaceErrors
{
    /// <summary>New namespaces could not be made: no root, or a limit of the host.</summary>
    public static readonly ErrorCode UnshareRefused = new("namespace.unshare.refused", ErrorKind.NotReady);

    /// <summary>A namespace could not be entered.</summary>
    public static readonly ErrorCode EnterRefused = new("namespace.enter.refused", ErrorKind.NotReady);
}
