using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Processes;

/// <summary>The ways in which finding a program can fail.</summary>
internal static class ProgramErrors
{
    /// <summary>It is in no folder of the path.</summary>
    internal static readonly ErrorCode Missing = new("guest.program.missing", ErrorKind.NotFound);
}
