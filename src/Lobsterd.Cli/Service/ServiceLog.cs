using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Linux.Files;

namespace Lobsterd.Cli.Service;

/// <summary>The log of a service without systemd: one file that each start goes on with, and the one before it. The service bounds it while it runs.</summary>
internal sealed class ServiceLog(LobsterdPaths paths)
{
    private const long Largest = 8 << 20;
    private const uint OwnerOnlyFile = 0x180;
    private const int LastWordsBytes = 8 << 10;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Where it lies.</summary>
    internal string Path => paths.ServiceLog;

    /// <summary>Opens it for a service that starts; a large one is set aside first.</summary>
    /// <error code="service.start.failed">It could not be made.</error>
    internal Result<AppendFile, LobsterError> Open()
    {
        try
        {
            _ = Directory.CreateDirectory(paths.State, Passable);
            _ = Directory.CreateDirectory(paths.Logs, OwnerOnly);
            if (File.Exists(Path) && new FileInfo(Path).Length > Largest) File.Move(Path, Path + ".1", overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(ServiceErrors.StartFailed, $"the service's log: {exception.Message}", "run it as root");
        }

        return AppendFile.OpenOrCreate(Path, OwnerOnlyFile).MapError(error => error with { Code = ServiceErrors.StartFailed });
    }

    /// <summary>How long it is now.</summary>
    internal long Length => File.Exists(Path) ? new FileInfo(Path).Length : 0;

    /// <summary>What was written since, at most its last 8 KiB.</summary>
    internal string WordsSince(long position)
    {
        try
        {
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            file.Position = Math.Max(position, file.Length - LastWordsBytes);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
