using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Clocks;

/// <summary>The CPU's time stamp counter. QEMU in software shows it to its guests as it is.</summary>
/// <remarks>The kernel tells its rate nowhere that holds on bare metal and in a VM alike: <c>cpu MHz</c> is the present frequency on one, and
/// the perf page tells nothing under a para-virtual clock. So it is measured, and the ten bytes that read it are our own: .NET has no such
/// intrinsic.</remarks>
public static class TimestampCounter
{
    private const nuint PageBytes = 4096;
    private const int Tries = 16;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);
    private static readonly Lazy<Result<nint, LobsterError>> Reader = new(MakeReader);

    // rdtsc; shl rdx, 32; or rax, rdx; ret
    private static ReadOnlySpan<byte> Code => [0x0f, 0x31, 0x48, 0xc1, 0xe2, 0x20, 0x48, 0x09, 0xd0, 0xc3];

    /// <summary>Measures the counter's rate over a tenth of a second.</summary>
    /// <param name="clock">The clock to measure it by; must be the real one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Kilohertz, right within some ten parts in a million.</returns>
    /// <error code="clock.counter.unreadable">The kernel refused the page that reads it.</error>
    public static async Task<Result<long, LobsterError>> MeasureKilohertzAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        if (Reader.Value.TryGetError(out var error, out var reader)) return error;

        var first = Sample(reader, clock);
        await Task.Delay(Window, clock, cancellationToken);
        var last = Sample(reader, clock);
        var elapsed = clock.GetElapsedTime(first.Time, last.Time);
        return (long)Math.Round((last.Counter - first.Counter) / elapsed.TotalMilliseconds);
    }

    /// <summary>Reads counter and clock at the same instant: of some tries the one least disturbed.</summary>
    private static unsafe (ulong Counter, long Time) Sample(nint reader, TimeProvider clock)
    {
        var read = (delegate* unmanaged<ulong>)reader;
        var narrowest = long.MaxValue;
        var best = default((ulong, long));
        for (var i = 0; i < Tries; i++)
        {
            var before = clock.GetTimestamp();
            var counter = read();
            var width = clock.GetTimestamp() - before;
            if (width >= narrowest) continue;
            narrowest = width;
            best = (counter, before + (width / 2));
        }

        return best;
    }

    private static unsafe Result<nint, LobsterError> MakeReader()
    {
        const string Subject = "a page to read the time stamp counter";
        var page = ClockCalls.Map(null, PageBytes, ClockCalls.ProtectRead | ClockCalls.ProtectWrite, ClockCalls.MapPrivateAnonymous, -1, 0);
        if ((nint)page == -1) return Errno.Last(ClockErrors.CounterUnreadable, Subject);

        // Never writable and executable at once. The page stays for the life of the process.
        Code.CopyTo(new Span<byte>(page, (int)PageBytes));
        return ClockCalls.Protect(page, PageBytes, ClockCalls.ProtectRead | ClockCalls.ProtectExecute) == 0
            ? (nint)page
            : Errno.Last(ClockErrors.CounterUnreadable, Subject);
    }
}
