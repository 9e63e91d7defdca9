using System.Threading.Channels;

namespace Lobsterd.Linux.Files;

/// <summary>Tells that a file was written, replaced or renamed, whoever did it; many changes at once are one. Ends when the file is removed. Source: inotify(7).</summary>
public sealed class FileChanges : IDisposable
{
    private readonly Channel<bool> told = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly FileSystemWatcher watcher;

    /// <summary>Watches from now on. What was there before is told as the first change.</summary>
    /// <param name="path">The file; its folder is there.</param>
    public FileChanges(string path)
    {
        watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path)) { NotifyFilter = NotifyFilters.Size | NotifyFilters.LastWrite | NotifyFilters.FileName };
        watcher.Changed += (_, _) => _ = told.Writer.TryWrite(true);
        watcher.Created += (_, _) => _ = told.Writer.TryWrite(true);
        watcher.Renamed += (_, _) => _ = told.Writer.TryWrite(true);
        watcher.Deleted += (_, _) => _ = told.Writer.TryComplete();
        watcher.Error += (_, _) => _ = told.Writer.TryComplete();
        watcher.EnableRaisingEvents = true;
        _ = told.Writer.TryWrite(true);
    }

    /// <summary>Waits for the next change; false when there will be none.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken) =>
        await told.Reader.WaitToReadAsync(cancellationToken) && told.Reader.TryRead(out _);

    /// <inheritdoc/>
    public void Dispose() => watcher.Dispose();
}
