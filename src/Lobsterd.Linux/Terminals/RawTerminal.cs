using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Terminals;

/// <summary>A terminal that passes every key on as it is, Ctrl-C included, and shows nothing by itself; as it was again when disposed.</summary>
public sealed class RawTerminal : IDisposable
{
    private const int AfterOutput = 1;    // TCSADRAIN

    private readonly int fd;
    private readonly TerminalAttributes before;

    private RawTerminal(int fd, TerminalAttributes before) => (this.fd, this.before) = (fd, before);

    /// <summary>Makes a terminal raw (termios(3)).</summary>
    /// <param name="fd">Our descriptor of it; stays open as long as this.</param>
    /// <error code="terminal.mode.refused">It is no terminal.</error>
    public static Result<RawTerminal, LobsterError> Enter(int fd)
    {
        if (TerminalCalls.GetAttributes(fd, out var before) < 0) return Errno.Last(TerminalErrors.ModeRefused, $"descriptor {fd}");
        var raw = before;
        TerminalCalls.MakeRaw(ref raw);
        return TerminalCalls.SetAttributes(fd, AfterOutput, in raw) < 0
            ? Errno.Last(TerminalErrors.ModeRefused, $"descriptor {fd}")
            : new RawTerminal(fd, before);
    }

    /// <summary>Gives the terminal back as it was.</summary>
    public void Dispose() => _ = TerminalCalls.SetAttributes(fd, AfterOutput, in before);
}
