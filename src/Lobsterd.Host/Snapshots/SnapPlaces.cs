using System.Globalization;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Snapshots;

namespace Lobsterd.Host.Snapshots;

/// <summary>Where snaps lie.</summary>
internal sealed class SnapPlaces(LobsterdPaths paths)
{
    /// <summary>Ends the name of a folder that is not whole.</summary>
    internal const string Unfinished = ".new";

    private const string DiskName = "disk.ext4";

    /// <summary>The folder of all.</summary>
    internal string Root => paths.Snaps;

    /// <summary>A tenant's folder.</summary>
    internal string Of(Guid tenant) => Path.Combine(paths.Snaps, tenant.ToString("D", CultureInfo.InvariantCulture));

    /// <summary>A sealed snap's folder.</summary>
    internal string Of(Guid tenant, SnapId id) => Path.Combine(Of(tenant), id.Value);

    /// <summary>The folder of one that is being made, or removed.</summary>
    internal string UnfinishedOf(Guid tenant, SnapId id) => Of(tenant, id) + Unfinished;

    /// <summary>The disk in a folder.</summary>
    internal static string DiskIn(string folder) => Path.Combine(folder, DiskName);

    /// <summary>The manifest in a folder.</summary>
    internal static string ManifestIn(string folder) => Path.Combine(folder, SnapManifest.Name);
}
