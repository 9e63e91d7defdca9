using System.Buffers.Binary;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Storage;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Storage;

/// <summary>The file system of overlays: makes an empty one in a file, and tells whether a file holds one.</summary>
/// <remarks>Chosen so that an empty disk has few blocks to copy (123 KiB in 4 extents at 4 GiB), so that the guest zeroes nothing in the background,
/// and so that every host makes the same bytes: docs/decisions/0052-empty-disks.md. Layout: linux Documentation/filesystems/ext4/super.rst.</remarks>
internal static class Ext4
{
    /// <summary>By which the guest finds its overlay.</summary>
    public const string Label = "lobster-overlay";

    /// <summary>Number of this way to make it; another one makes other bytes.</summary>
    public const int Version = 1;

    /// <summary>Where the superblock begins.</summary>
    public const int SuperblockOffset = 1_024;

    /// <summary>How long it is.</summary>
    public const int SuperblockSize = 1_024;

    private const ushort Magic = 0xEF53;
    private const long SmallDisk = 1L << 30;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // A disk meets no kernel but a guest's of ours, and no other disk: so a constant UUID and hash seed harm nobody. Their text is "lobster".
    private const string Uuid = "6c6f6273-7465-7264-8000-000000000001";
    private const string HashSeed = "6c6f6273-7465-7264-8000-000000000002";

    /// <summary>Makes one in a file.</summary>
    /// <param name="programs">Runs mke2fs.</param>
    /// <param name="path">Absolute path of a file that is one hole of the size that the disk shall have.</param>
    /// <param name="sizeBytes">That size.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <error code="storage.empty.failed">mke2fs is missing or failed.</error>
    public static async Task<UnitResult<LobsterError>> MakeAsync(ProgramRunner programs, string path, long sizeBytes, CancellationToken cancellationToken)
    {
        var input = new ProgramInput
        {
            Program = "/sbin/mke2fs",
            Arguments =
            [
                "-q", "-F", "-b", "4096", "-I", "256", "-i", "16384", "-m", "0", "-G", "64", "-L", Label, "-U", Uuid,
                "-J", sizeBytes < SmallDisk ? "size=8" : "size=32",
                "-O", "none,has_journal,ext_attr,dir_index,filetype,extent,64bit,flex_bg,sparse_super2,large_file,huge_file,dir_nlink,extra_isize,metadata_csum",
                "-E", $"hash_seed={HashSeed},assume_storage_prezeroed=1,nodiscard,packed_meta_blocks=1,num_backup_sb=1,root_owner=0:0",
                path,
            ],

            // Neither the time nor the host's own idea of a good ext4 goes in.
            Environment = new Dictionary<string, string> { ["E2FSPROGS_FAKE_TIME"] = "1", ["MKE2FS_CONFIG"] = "/dev/null", ["LC_ALL"] = "C" },
            Timeout = Longest,
        };
        return (await programs.RunToSuccessAsync(input, cancellationToken)).TryGetError(out var error)
            ? new LobsterError(StorageErrors.EmptyFailed, "the empty disk could not be made", "mke2fs comes with the package e2fsprogs", error)
            : UnitResult.Success<LobsterError>();
    }

    /// <summary>What is wrong with a file as an overlay; null when it is one.</summary>
    /// <param name="superblock">The <see cref="SuperblockSize"/> bytes from <see cref="SuperblockOffset"/> on, fewer where the file ends.</param>
    /// <param name="sizeBytes">The size that the file has.</param>
    public static string? FaultOf(ReadOnlySpan<byte> superblock, long sizeBytes)
    {
        if (superblock.Length < SuperblockSize) return "it is too short";
        if (BinaryPrimitives.ReadUInt16LittleEndian(superblock[56..]) != Magic) return "it holds no ext4";
        if (!superblock.Slice(120, 16).SequenceEqual("lobster-overlay\0"u8)) return "its label is another";

        var blocks = ((UInt128)BinaryPrimitives.ReadUInt32LittleEndian(superblock[336..]) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(superblock[4..]);
        var bytes = blocks << (10 + (int)(BinaryPrimitives.ReadUInt32LittleEndian(superblock[24..]) & 7));
        return bytes <= (UInt128)sizeBytes ? null : $"its file system wants {bytes} bytes";
    }
}
