using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.ProcessMode;

/// <summary>The ways in which process mode can fail beside those of any agent.</summary>
internal static class ProcessModeErrors
{
    /// <summary>The state file is not there, not whole, or of another version.</summary>
    internal static readonly ErrorCode StateUnreadable = new("guest.state.unreadable", ErrorKind.Invalid);
}
