using System.Globalization;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Layout;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Whether all data lies on one file system, and how much room it has.</summary>
public sealed class FileSystemExamination(LobsterdPaths paths, OverlayConfig config) : IExamination
{
    private const double BytesPerGib = 1L << 30;

    /// <inheritdoc/>
    public string Name => "file-system";

    /// <inheritdoc/>
    public Task<HostCheck> ExamineAsync(CancellationToken cancellationToken) => Task.FromResult(Examine());

    private HostCheck Examine()
    {
        var folder = NearestFolder(paths.State);
        if (FileSystemSpace.Of(folder).TryGetError(out var unread, out var space)) return new HostCheck(Name, CheckStatus.Unknown, unread.Message, null);
        if (space.Magic == FileSystemSpace.TmpfsMagic)
            return new HostCheck(Name, CheckStatus.Fail, $"{paths.State} is a tmpfs: tenants' disks would not survive a reboot", "mount a disk there");

        var devices = new HashSet<string>();
        foreach (var part in (string[])[paths.State, paths.Images, paths.Kernels, paths.Tenants])
            if (FileStat.OfTarget(NearestFolder(part)).TryGetValue(out var stat))
                _ = devices.Add(stat.Identity.Device.ToString(CultureInfo.InvariantCulture));

        var reserve = config.ReserveBytes ?? Math.Max(space.TotalBytes / 20, 1L << 30);
        var found = string.Create(
            CultureInfo.InvariantCulture, $"{space.FreeBytes / BytesPerGib:0.0} GiB free of {space.TotalBytes / BytesPerGib:0.0}, {reserve / BytesPerGib:0.0} kept in reserve");
        if (devices.Count > 1)
            return new HostCheck(Name, CheckStatus.Warn, $"{paths.State} spans {devices.Count} file systems; {found}", "put it on one, so that disks can be cloned");
        return space.FreeBytes < reserve
            ? new HostCheck(Name, CheckStatus.Fail, found, "free some space, or lower overlay.reserveBytes")
            : new HostCheck(Name, CheckStatus.Ok, found, null);
    }

    /// <summary>The folder itself, or the nearest one above it that is there already.</summary>
    internal static string NearestFolder(string path)
    {
        var folder = path;
        while (!Directory.Exists(folder)) folder = Path.GetDirectoryName(folder) ?? "/";
        return folder;
    }
}
