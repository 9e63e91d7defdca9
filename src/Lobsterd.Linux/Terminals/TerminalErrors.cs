using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Terminals;

/// <summary>The ways in which work on our own terminal can fail.</summary>
public static class TerminalErrors
{
    /// <summary>The terminal's modes could not be read or set; mostly it is none.</summary>
    public static readonly ErrorCode ModeRefused = new("terminal.mode.refused", ErrorKind.Invalid);
}
