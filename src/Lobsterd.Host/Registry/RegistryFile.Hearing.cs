using Lobsterd.Domain.Health;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Registry;

public sealed partial class RegistryFile : IHostNews
{
    // Our own writes are told too, many where tenants come and go: one that has just been made is known as ours a moment later.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public async Task HearAsync(Action<HealthCheck> told, CancellationToken cancellationToken)
    {
        try
        {
            await FollowAsync(told, cancellationToken);
        }
        catch (IOException)
        {
            // The host has no watches left (fs.inotify.max_user_instances): the sweep finds what becomes of the file.
        }
    }

    private async Task FollowAsync(Action<HealthCheck> told, CancellationToken cancellationToken)
    {
        while (Directory.Exists(Path.GetDirectoryName(paths.Registry)))
        {
            using var changes = new FileChanges(paths.Registry);
            while (await changes.NextAsync(cancellationToken))
            {
                await Task.Delay(Rest, TimeProvider.System, cancellationToken);
                if (!IsOurs()) told(HealthChecks.Registry);
            }

            told(HealthChecks.Registry);
            await Task.Delay(Rest, TimeProvider.System, cancellationToken);
        }
    }

    private bool IsOurs() => FileStat.Of(paths.Registry).TryGetValue(out var there) ? there.Identity == written?.Identity : written is null;

    // A reference, so that whoever reads it beside the writer sees all of it.
    private void NoteWritten() => written = FileStat.Of(paths.Registry).TryGetValue(out var there) ? new WrittenFile(there.Identity) : null;

    private sealed record WrittenFile(FileIdentity Identity);
}
