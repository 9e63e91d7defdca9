using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Lobsterd.Guest.Init;

/// <summary>How long each step of a boot took: one line on the console, where a slow boot is looked for.</summary>
internal sealed class BootTimes
{
    private readonly StringBuilder text = new("booted:");
    private long last = Stopwatch.GetTimestamp();

    /// <summary>A step is over.</summary>
    internal void Mark(string step)
    {
        var now = Stopwatch.GetTimestamp();
        _ = text.Append(CultureInfo.InvariantCulture, $" {step} {(now - last) * 1000 / Stopwatch.Frequency} ms,");
        last = now;
    }

    /// <summary>All steps, and when the last one was over by the kernel's own clock.</summary>
    public override string ToString() =>
        text.ToString() + string.Create(CultureInfo.InvariantCulture, $" {last * 1000 / Stopwatch.Frequency} ms since the kernel started");
}
