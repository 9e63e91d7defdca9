namespace Lobsterd.Domain.Storage;

/// <summary>Tells when this host's tasks wait for memory.</summary>
public interface IMemoryPressure
{
    /// <summary>By what it is known, one sentence without a full stop.</summary>
    string Source { get; }

    /// <summary>Completes when memory is short; never where the kernel does not tell.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    Task WaitAsync(CancellationToken cancellationToken);
}
