using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Guest.Identity;

/// <summary>A small file that tells who the machine is.</summary>
internal static class IdentityFile
{
    private const int EveryoneReads = 0x1A4;    // 0644

    /// <summary>Makes a file hold a text.</summary>
    /// <remarks>It is overwritten where it lies: a tenant that filled its disk must still be able to boot, and one that boots again has the same names. To
    /// an overlay it is also half the work of a file that is made anew. Images make some of these links into /run: what a link points at is not
    /// written through it.</remarks>
    /// <error code="guest.claim.failed">The disk is full, or read-only.</error>
    internal static UnitResult<LobsterError> Write(string path, string text) =>
        PlainFile.Overwrite(path, Encoding.UTF8.GetBytes(text), EveryoneReads).MapError(error => new LobsterError(IdentityErrors.ApplyFailed, path, Cause: error));
}
