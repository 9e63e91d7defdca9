using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Setup;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Setup;

/// <summary>lobsterd's folders under its root, and the mark that <c>init</c> has run.</summary>
public sealed class HostFiles(LobsterdPaths paths) : IHostFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private string Mark => Path.Combine(paths.State, "initialized");

    /// <inheritdoc/>
    public bool IsInitialized => File.Exists(Mark);

    /// <inheritdoc/>
    public UnitResult<LobsterError> EnsureFolders()
    {
        try
        {
            // Others may pass through where a jailed VMM, the edge or Caddy must reach something of its own; nobody but root may look.
            foreach (var folder in (string[])[paths.State, paths.Run, paths.Tenants, paths.Images, paths.Kernels, paths.Templates, paths.Jails, paths.Vms])
                Ensure(folder, Passable);
            foreach (var folder in (string[])[paths.Etc, paths.EmptyDisks, paths.Snaps, paths.Logs, paths.Journal, paths.Seats]) Ensure(folder, OwnerOnly);
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(SetupErrors.FileFailed, exception.Message);
        }
    }

    /// <inheritdoc/>
    public UnitResult<LobsterError> MarkInitialized() => DurableFile.Replace(Mark, "1\n"u8, 0x180);

    /// <inheritdoc/>
    public UnitResult<LobsterError> RemoveData()
    {
        try
        {
            // The mark first, and durably: a removal that is cut short, by a power cut too, must not look like a prepared host.
            if (File.Exists(Mark))
            {
                File.Delete(Mark);
                if (DurableFile.FlushFolder(paths.State).TryGetError(out var unflushed)) return unflushed;
            }

            foreach (var folder in (string[])[paths.Vms, paths.Seats, paths.EdgeRun, paths.CaddyRun])
                if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);

            // All but what the service writes down of its doings: it writes on, and a folder that is written to cannot be removed.
            Empty(paths.State, except: paths.Logs);
            Empty(paths.Logs, except: paths.EventLog);

            // And what was said to be removed does not come back.
            return Directory.Exists(paths.State) ? DurableFile.FlushFolder(paths.State) : UnitResult.Success<LobsterError>();
        }
        catch (DirectoryNotFoundException)
        {
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(SetupErrors.FileFailed, exception.Message);
        }
    }

    /// <summary>Makes what the service itself needs before it can answer: its folders for running, for journals and for its own logs.</summary>
    /// <error code="host.files.failed">One of them could not be made.</error>
    public UnitResult<LobsterError> EnsureServiceFolders()
    {
        try
        {
            Ensure(paths.Etc, OwnerOnly);
            Ensure(paths.Run, Passable);
            Ensure(paths.Journal, OwnerOnly);
            Ensure(paths.State, Passable);
            Ensure(paths.Logs, OwnerOnly);
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(SetupErrors.FileFailed, exception.Message, "run it as root");
        }
    }

    private static void Empty(string folder, string except)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => entry.FullName != except))
        {
            if (entry is DirectoryInfo inner) inner.Delete(recursive: true);
            else entry.Delete();
        }
    }

    private static void Ensure(string folder, UnixFileMode mode)
    {
        _ = Directory.CreateDirectory(folder, mode);

        // The umask has no say, and neither has whoever made the folder before.
        File.SetUnixFileMode(folder, mode);
    }
}
