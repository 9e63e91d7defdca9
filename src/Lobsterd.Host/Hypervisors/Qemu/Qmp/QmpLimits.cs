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

    /// <summary>Longest wait for a greeting: QEMU sends it once its machine is built.</summary>
    internal static readonly TimeSpan Greeting = TimeSpan.FromSeconds(30);
}
