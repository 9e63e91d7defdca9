namespace Lobsterd.Host.Hypervisors.Firecracker.Api;

/// <summary>How long Firecracker may take, and how much it may say.</summary>
internal static class ApiLimits
{
    /// <summary>From the jailer's end to a socket that takes connections; on an idle host some 12 ms.</summary>
    internal static readonly TimeSpan Opening = TimeSpan.FromSeconds(10);

    /// <summary>Between two looks for the socket.</summary>
    internal static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);

    /// <summary>An answer to what changes a setting.</summary>
    internal static readonly TimeSpan Setting = TimeSpan.FromSeconds(5);

    /// <summary>An answer to a pause, a resume or a start; Firecracker itself gives each virtual CPU 30 s.</summary>
    internal static readonly TimeSpan Running = TimeSpan.FromSeconds(40);

    /// <summary>An answer to a snapshot or a load, which take as long as the disk does.</summary>
    internal static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    /// <summary>Most bytes of an answer's body.</summary>
    internal const int LongestBody = 256 * 1024;
}
