using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Files;

/// <summary>A name that leads elsewhere; symlink(7).</summary>
public static class SymbolicLink
{
    /// <summary>Makes a link, or has one that is there lead elsewhere: at once, and it outlives a power cut.</summary>
    /// <remarks>A link is never changed, only replaced by one that is whole. The runtime's own move takes a link to a folder for that folder, and refuses.</remarks>
    /// <param name="link">The link.</param>
    /// <param name="target">Where it leads; need not be there.</param>
    /// <error code="file.path.missing">The link's folder is not there.</error>
    /// <error code="file.act.failed">A folder has the name, or nothing can be written there.</error>
    public static UnitResult<LobsterError> Replace(string link, string target)
    {
        var fresh = link + ".link";
        try
        {
            File.Delete(fresh);
            _ = File.CreateSymbolicLink(fresh, target);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(fault is DirectoryNotFoundException ? FileErrors.Missing : FileErrors.Failed, $"{link}: {fault.Message}");
        }

        return FileCalls.Rename(fresh, link) < 0 ? FileErrno.Last(link) : DurableFile.FlushFolder(Path.GetDirectoryName(link) ?? "/");
    }
}
