using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Logs;

/// <summary>The ways in which keeping the log can fail.</summary>
internal static class LogErrors
{
    /// <summary>The log file could not be written; the disk is full mostly.</summary>
    internal static readonly ErrorCode Unwritable = new("guest.log.unwritable", ErrorKind.Unavailable);
}
