namespace Lobsterd.Host.Hypervisors.Firecracker;

/// <summary>One Firecracker with its jailer, both of one version.</summary>
/// <param name="Program">Absolute path of Firecracker, free of symbolic links: the jailer names its folder after the file itself.</param>
/// <param name="Jailer">Absolute path of the jailer.</param>
/// <param name="Version">The version of both.</param>
internal sealed record FirecrackerInstall(string Program, string Jailer, FirecrackerVersion Version)
{
    /// <summary>File name of the program.</summary>
    internal string Vmm => Path.GetFileName(Program);
}
