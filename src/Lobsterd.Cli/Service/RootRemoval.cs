using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;

namespace Lobsterd.Cli.Service;

/// <summary>Removes what an <c>uninit</c> leaves for the time after the service's end: its own folders.</summary>
internal static class RootRemoval
{
    /// <summary>Whether anything of a root is there.</summary>
    internal static bool IsAnythingIn(LobsterdPaths paths) => Folders(paths).Any(Directory.Exists);

    /// <summary>Removes it. The service must have ended.</summary>
    /// <error code="service.remove.failed">Something stayed.</error>
    internal static UnitResult<LobsterError> Run(LobsterdPaths paths)
    {
        try
        {
            foreach (var folder in Folders(paths).Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
            if (paths.Root != "/") PruneEmpty(paths.Root);
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(ServiceErrors.RemovalFailed, exception.Message, "remove it by hand");
        }
    }

    // The folders that ours lay in; of a root of its own nobody else needs them.
    private static void PruneEmpty(string root)
    {
        foreach (var folder in (string[])["etc", "var/lib", "var", "run"])
        {
            var path = Path.Combine(root, folder);
            if (Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any()) Prune(path);
        }
    }

    private static void Prune(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (IOException)
        {
            // Something is mounted there, as on every host at /run: whoever did that takes it away again.
        }
    }

    private static IReadOnlyList<string> Folders(LobsterdPaths paths) => [paths.State, paths.Run, paths.Etc];
}
