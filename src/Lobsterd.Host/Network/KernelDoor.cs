using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Host.Network;

/// <summary>A conversation with the kernel that is opened when it is first needed, and then kept.</summary>
/// <remarks>A host that lacks something hears of it from the first change, and not from a service that will not start.</remarks>
internal sealed class KernelDoor<T>(Func<Result<T, LobsterError>> open) : IDisposable
    where T : class, IDisposable
{
    private readonly Lock gate = new();
    private T? opened;

    /// <summary>The conversation; a failure to open it is told, and tried again next time.</summary>
    internal Result<T, LobsterError> Open()
    {
        lock (gate)
        {
            if (opened is not null) return opened;
            if (open().TryGetError(out var error, out var fresh)) return error;
            opened = fresh;
            return fresh;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => opened?.Dispose();
}
