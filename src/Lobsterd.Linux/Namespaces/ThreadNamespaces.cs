using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Namespaces;

/// <summary>The namespaces of the calling thread. The kernel keeps them by thread and an <c>await</c> may change threads: use a dedicated one.</summary>
public static class ThreadNamespaces
{
    /// <summary>Gives the thread new namespaces of these kinds; its children are born in them.</summary>
    /// <error code="namespace.unshare.refused">The kernel refused.</error>
    public static UnitResult<LobsterError> Unshare(NamespaceKinds kinds) =>
        NamespaceCalls.Unshare((int)kinds) < 0
            ? Errno.Last(NamespaceErrors.UnshareRefused, $"new namespaces: {kinds}")
            : UnitResult.Success<LobsterError>();

    /// <summary>Moves the thread into a namespace. A mount namespace is entered only by a thread that shares its root with no other.</summary>
    /// <param name="descriptor">Of a file of <c>/proc/PID/ns</c>, or of a process (pidfd).</param>
    /// <param name="kinds">What must be entered; with a file, its one kind.</param>
    /// <error code="namespace.enter.refused">The kernel refused.</error>
    public static UnitResult<LobsterError> Enter(Fd descriptor, NamespaceKinds kinds) =>
        NamespaceCalls.Enter(descriptor.Number, (int)kinds) < 0
            ? Errno.Last(NamespaceErrors.EnterRefused, $"namespace: {kinds}")
            : UnitResult.Success<LobsterError>();

    /// <summary>Which namespace a process is in; equal texts, equal namespaces.</summary>
    /// <param name="pid">A process.</param>
    /// <param name="kind">As in <c>/proc/PID/ns</c>: <c>mnt</c>, <c>net</c>, <c>pid</c>, <c>ipc</c>, <c>uts</c>, <c>cgroup</c>.</param>
    /// <returns>E.g. <c>net:[4026531840]</c>; null when the process has gone or we may not look.</returns>
    public static string? IdentityOf(int pid, string kind)
    {
        try
        {
            return new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/ns/{kind}")).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
