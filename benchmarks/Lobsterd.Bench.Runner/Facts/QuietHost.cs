using System.Globalization;

namespace Lobsterd.Bench.Runner.Facts;

/// <summary>Waits until a host rests. The kernel takes the namespaces and interfaces of hundreds of tenants away long after their figure is taken, and the
/// next one would be told with that work in it.</summary>
public static class QuietHost
{
    private const double Resting = 0.1;
    private const int WindowsAtRest = 4;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits for a second in which the processors work for less than a tenth of the time, for half a minute at most. A host that does not rest is told, and
    /// measured nevertheless.</summary>
    public static async Task AwaitAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        var (atRest, share) = (0, 0.0);
        var last = Read();
        for (var waited = TimeSpan.Zero; last is not null && atRest < WindowsAtRest; waited += Window)
        {
            if (waited >= Patience)
            {
                progress.Report(string.Create(CultureInfo.InvariantCulture, $"  the host does not rest: its processors work for {share:P0} of the time"));
                return;
            }

            await Task.Delay(Window, cancellationToken);
            if (Read() is not { } now) return;
            share = now.ShareSince(last.Value);
            atRest = share < Resting ? atRest + 1 : 0;
            last = now;
        }
    }

    private static HostLoad? Read() => HostLoad.Parse(File.ReadLines("/proc/stat").FirstOrDefault());
}
