using System.Globalization;

namespace Lobsterd.Host.Hypervisors.Firecracker;

/// <summary>How a jailer is told what to start.</summary>
/// <param name="Id">The jail's id: letters, digits and hyphens.</param>
/// <param name="Firecracker">Absolute path of the program; its own name, so that the jail's folder is known beforehand.</param>
/// <param name="BaseFolder">Where jails lie; there already.</param>
/// <param name="User">UID and GID that it runs as.</param>
/// <param name="OpenFiles">Most descriptors.</param>
/// <param name="LargestFileBytes">Largest size of a file that it may write.</param>
internal sealed record JailerArguments(string Id, string Firecracker, string BaseFolder, uint User, int OpenFiles, long LargestFileBytes)
{
    /// <summary>The arguments. Without cgroups: the jailer is born in its tenant's, where its child stays.</summary>
    internal IReadOnlyList<string> ToList() =>
    [
        "--id", Id,
        "--exec-file", Firecracker,
        "--uid", Text(User),
        "--gid", Text(User),
        "--chroot-base-dir", BaseFolder,
        "--resource-limit", "no-file=" + Text(OpenFiles),
        "--resource-limit", "fsize=" + Text(LargestFileBytes),
        "--new-pid-ns",

        // What follows is Firecracker's. At its usual level it writes each request down, which nobody reads and every start pays for.
        "--", "--level", "Warn",
    ];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
