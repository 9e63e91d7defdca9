using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Storage;
using Lobsterd.Linux.Pressure;

namespace Lobsterd.Host.Storage;

/// <summary>The kernel's own word that memory is short: tasks stalled for a tenth of a second within one.</summary>
/// <param name="path">The kernel's file; tests give one of their own.</param>
public sealed class MemoryPressure(string path = PressureTrigger.MemoryPath) : IMemoryPressure, IDisposable
{
    private static readonly TimeSpan Stall = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Result<PressureTrigger, LobsterError> trigger = PressureTrigger.Open(path, Stall, Window);

    /// <inheritdoc/>
    public string Source => trigger.TryGetError(out var error, out _)
        ? $"the kernel tells no pressure, so free memory is looked at again and again: {error.FullMessage}"
        : $"{path}, and free memory again and again";

    /// <inheritdoc/>
    public Task WaitAsync(CancellationToken cancellationToken) =>
        trigger.TryGetValue(out var set) ? set.WaitAsync(cancellationToken) : Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (trigger.TryGetValue(out var set)) set.Dispose();
    }
}
