using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Host.Images.Trees;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Images.Building;

/// <summary>Makes a squashfs of a tar archive. The same archive gives the same file.</summary>
/// <remarks>Compression was chosen by measurement: docs/decisions/0051-image-compression.md.</remarks>
internal sealed class Squashfs(ProgramRunner programs, BuildPrograms paths)
{
    /// <summary>What changes the file besides the archive; part of the key under which a build is recognised.</summary>
    public const string Format = "squashfs zstd 9, blocks of 128 KiB";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Makes it.</summary>
    /// <param name="archive">Absolute path of the archive.</param>
    /// <param name="image">Absolute path of the new file; nothing is there yet.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <error code="image.build.failed">mksquashfs is missing or failed.</error>
    public async Task<UnitResult<LobsterError>> MakeAsync(string archive, string image, CancellationToken cancellationToken)
    {
        if (Fd.Open(archive, OpenFlags.ReadOnly).TryGetError(out var unreadable, out var input))
            return new LobsterError(ImageErrors.BuildFailed, "the tree of the image cannot be read", Cause: unreadable);
        var epoch = TreeNode.Newest.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using (input)
        {
            var made = await programs.RunToSuccessAsync(
                new ProgramInput
                {
                    Program = paths.Mksquashfs,
                    Arguments =
                    [
                        "-", image, "-tar", "-comp", "zstd", "-Xcompression-level", "9", "-b", "128K", "-no-xattrs", "-root-mode", "755", "-root-uid", "0",
                        "-root-gid", "0", "-quiet", "-no-progress", "-exit-on-error",
                    ],

                    // The root folder is not in the archive, and its time is that of the build unless it is clamped: 4.5.1 does not
                    // heed -root-time when it reads an archive.
                    Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["SOURCE_DATE_EPOCH"] = epoch },
                    StandardInputFile = input,
                    Timeout = Longest,
                },
                cancellationToken);
            return made.TryGetError(out var error)
                ? new LobsterError(ImageErrors.BuildFailed, "the image could not be packed", "mksquashfs comes with the package squashfs-tools", error)
                : UnitResult.Success<LobsterError>();
        }
    }
}
