using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Ptys;

/// <summary>A pseudo-terminal: we hold its master, a child opens its terminal by path (pty(7)).</summary>
/// <remarks>Reading the master fails with EIO once nobody has the terminal open any more: that is its end.</remarks>
public sealed unsafe class Pty : IDisposable
{
    private const string Multiplexer = "/dev/ptmx";

    // asm-generic/ioctls.h
    private const nuint GetNumber = 0x8004_5430;
    private const nuint SetLock = 0x4004_5431;
    private const nuint SetWindowSize = 0x5414;
    private const nuint GetForeground = 0x540F;

    private const uint KeepGroup = uint.MaxValue;

    private Pty(Fd master, string terminal) => (Master, Terminal) = (master, terminal);

    /// <summary>Our end; does not block.</summary>
    public Fd Master { get; }

    /// <summary>The path that the child opens, e.g. <c>/dev/pts/3</c>.</summary>
    public string Terminal { get; }

    /// <summary>Makes a pseudo-terminal.</summary>
    /// <error code="pty.open.failed">The limit is reached, or there is no /dev/ptmx.</error>
    public static Result<Pty, LobsterError> Open()
    {
        const int flags = OpenFlags.ReadWrite | OpenFlags.NoControllingTerminal | OpenFlags.NonBlocking;
        if (Fd.Open(Multiplexer, flags).TryGetError(out var missing, out var master)) return missing with { Code = PtyErrors.OpenFailed };

        var (unlock, number) = (0, 0);
        if (PtyCalls.Control(master.Number, SetLock, &unlock) == 0
            && PtyCalls.Control(master.Number, GetNumber, &number) == 0)
            return new Pty(master, string.Create(CultureInfo.InvariantCulture, $"/dev/pts/{number}"));

        var error = Errno.Last(PtyErrors.OpenFailed, Multiplexer);
        master.Dispose();
        return error;
    }

    /// <summary>Gives the terminal to a user, who can open it from then on.</summary>
    /// <error code="pty.owner.refused">We may not.</error>
    public UnitResult<LobsterError> GiveTo(uint userId) =>
        PtyCalls.ChangeOwner(Terminal, userId, KeepGroup) == 0
            ? UnitResult.Success<LobsterError>()
            : Errno.Last(PtyErrors.OwnerRefused, Terminal);

    /// <summary>Tells the terminal its size; its foreground hears of it by SIGWINCH.</summary>
    /// <error code="pty.resize.failed">The kernel refused.</error>
    public UnitResult<LobsterError> Resize(int columns, int rows)
    {
        var size = new WindowSize { Rows = (ushort)rows, Columns = (ushort)columns };
        return PtyCalls.Control(Master.Number, SetWindowSize, &size) == 0
            ? UnitResult.Success<LobsterError>()
            : Errno.Last(PtyErrors.ResizeFailed, Terminal);
    }

    /// <summary>The process group in the foreground: who gets what is typed.</summary>
    /// <error code="pty.foreground.none">No session has the terminal.</error>
    public Result<int, LobsterError> Foreground()
    {
        int group;
        if (PtyCalls.Control(Master.Number, GetForeground, &group) < 0) return Errno.Last(PtyErrors.NoForeground, Terminal);
        return group > 0 ? group : new LobsterError(PtyErrors.NoForeground, $"{Terminal}: nobody is in the foreground");
    }

    /// <inheritdoc/>
    public void Dispose() => Master.Dispose();
}
