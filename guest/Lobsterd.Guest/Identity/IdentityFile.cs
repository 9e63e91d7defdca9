using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Guest.Identity;

/// <summary>A small file that tells who the machine is.</summary>
internal static class IdentityFile
{
    private const int EveryoneReads = 0x1A4;    // 0644
    private const int MostBytes = 256;

    /// <summary>Makes a file hold a text.</summary>
    /// <remarks>It is overwritten where it lies: a tenant that filled its disk must still be able to boot, and one that boots again has the same names. To
    /// an overlay it is also half the work of a file that is made anew. Images make some of these links into /run: what a link points at is not
    /// written through it.</remarks>
    /// <error code="guest.claim.failed">The disk is full, or read-only.</error>
    internal static UnitResult<LobsterError> Write(string path, string text) =>
        PlainFile.Overwrite(path, Encoding.UTF8.GetBytes(text), EveryoneReads).MapError(error => Failed(path, error));

    /// <summary>The text of one, without the end of its line; the kernel's own files tell no size.</summary>
    /// <error code="guest.claim.failed">It could not be read.</error>
    internal static Result<string, LobsterError> Read(string path)
    {
        if (Fd.Open(path, OpenFlags.ReadOnly).TryGetError(out var unopened, out var file)) return Failed(path, unopened);
        using (file)
        {
            Span<byte> text = stackalloc byte[MostBytes];
            return file.Read(text).TryGetError(out var unread, out var count) ? Failed(path, unread) : Encoding.UTF8.GetString(text[..(count ?? 0)]).TrimEnd('\n');
        }
    }

    private static LobsterError Failed(string path, LobsterError cause) => new(IdentityErrors.ApplyFailed, path, Cause: cause);
}
