namespace Lobsterd.Host.Hypervisors.Qemu.Qmp;

/// <summary>What one monitor may cost us, however it behaves.</summary>
internal static class QmpLimits
{
    /// <summary>Longest line in bytes, its line feed included. The longest that we ask for is a few hundred.</summary>
    internal const int LongestLine = 64 * 1024;

    /// <summary>Deepest nesting of a message.</summary>
    internal const int MaxJsonDepth = 16;

    /// <summary>Events kept for a reader who does not come; the oldest go first.</summary>
    internal const int EventsKept = 64;

    /// <summary>Most lines in a second that answer nothing: events, mostly. A monitor that says more is hung up on, and costs nothing until it is asked again.</summary>
    internal const int MostUnaskedPerSecond = 1_000;

    /// <summary>Most characters of QEMU's own words in a message.</summary>
    internal const int LongestWords = 512;

    /// <summary>Longest wait for a greeting: QEMU sends it once its machine is built.</summary>
    internal static readonly TimeSpan Greeting = TimeSpan.FromSeconds(30);
}
