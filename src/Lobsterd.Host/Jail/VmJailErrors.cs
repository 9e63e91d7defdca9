using Lobsterd.Domain.Errors;

namespace Lobsterd.Host.Jail;

/// <summary>The ways in which the host side of a jail can fail.</summary>
public static class VmJailErrors
{
    /// <summary>A program or library of the VMM cannot be read.</summary>
    public static readonly ErrorCode ProgramUnreadable = new("jail.program.unreadable", ErrorKind.NotReady);

    /// <summary>A library that the VMM needs is in none of the system's folders.</summary>
    public static readonly ErrorCode LibraryMissing = new("jail.library.missing", ErrorKind.NotReady);

    /// <summary>A process of that pid runs, and it is not the VMM that was started.</summary>
    public static readonly ErrorCode Foreign = new("jail.process.foreign", ErrorKind.Conflict);

    /// <summary>There is no seat left for a VMM that shall wait.</summary>
    public static readonly ErrorCode SeatsExhausted = new("jail.seat.exhausted", ErrorKind.Exhausted);

    /// <summary>A jail's folder bears no mark of its tenant, so it is not touched.</summary>
    public static readonly ErrorCode FolderForeign = new("jail.folder.foreign", ErrorKind.Conflict);
}
