using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Daemon.Composition;

/// <summary>Who may use the service's socket: root, and a configured group.</summary>
internal static class SocketDoor
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Groups = "/etc/group";

    /// <summary>Sets the socket's mode, and its group where one is configured. Until then only root can connect: a fresh socket lets nobody else write.</summary>
    /// <error code="config.load.invalid">The host has no such group.</error>
    internal static UnitResult<LobsterError> Open(string socket, string? group)
    {
        if (group is null)
        {
            File.SetUnixFileMode(socket, OwnerOnly);
            return UnitResult.Success<LobsterError>();
        }

        if (FindGroup(group) is not { } id)
            return new LobsterError(ConfigErrors.Invalid, $"$.reef.socketGroup: there is no group '{group}'", $"groupadd --system {group}, or set it to null");
        if (FileOwner.Set(socket, 0, id).TryGetError(out var error)) return error;
        File.SetUnixFileMode(socket, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        return UnitResult.Success<LobsterError>();
    }

    // group(5): NAME:PASSWORD:GID:MEMBERS. Local groups only: a name service that is down must not keep the service from starting.
    private static uint? FindGroup(string name)
    {
        var entry = File.ReadLines(Groups).Select(line => line.Split(':')).FirstOrDefault(fields => fields.Length >= 3 && fields[0] == name);
        return entry is not null && uint.TryParse(entry[2], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }
}
