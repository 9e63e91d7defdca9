using Lobsterd.Domain.Snapshots;

namespace Lobsterd.Host.Snapshots;

/// <summary>Writes what is around the pieces of a disk in an archive.</summary>
internal static class SnapArchiveWriter
{
    /// <summary>The pieces' name in an archive.</summary>
    internal const string Pieces = "disk.pieces";

    /// <summary>How many bytes a snap's pieces take with their numbers.</summary>
    internal static long SizeOf(Snap snap) => snap.ContentBytes + (snap.ContentBytes / DiskPieces.Size * DiskPieces.NumberSize);

    /// <summary>All that comes before the first piece.</summary>
    internal static void WriteHead(Stream archive, Snap snap)
    {
        var manifest = SnapManifest.Write(snap);
        archive.Write(TarHeader.Write(SnapManifest.Name, manifest.Length, snap.MadeAt));
        archive.Write(manifest);
        archive.Write(new byte[TarHeader.PaddingOf(manifest.Length)]);
        archive.Write(TarHeader.Write(Pieces, SizeOf(snap), snap.MadeAt));
    }

    /// <summary>All that comes behind the last piece.</summary>
    internal static void WriteEnd(Stream archive, Snap snap)
    {
        archive.Write(new byte[TarHeader.PaddingOf(SizeOf(snap))]);
        archive.Write(new byte[2 * TarHeader.Size]);
    }
}
