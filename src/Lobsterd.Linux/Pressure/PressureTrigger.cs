using System.Globalization;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Pressure;

/// <summary>Tells when tasks of this host stall for want of memory: a trigger of the kernel's pressure stall information (Documentation/accounting/psi.rst).</summary>
public sealed class PressureTrigger : IDisposable
{
    /// <summary>Where the kernel takes triggers for memory.</summary>
    public const string MemoryPath = "/proc/pressure/memory";

    private readonly Fd file;

    private PressureTrigger(Fd file) => this.file = file;

    /// <summary>Sets a trigger.</summary>
    /// <param name="path">The kernel's file.</param>
    /// <param name="stall">How long tasks stall.</param>
    /// <param name="window">Within which time, 0.5 to 10 s.</param>
    /// <error code="descriptor.open.path">The kernel has no such file: it is built or booted without psi.</error>
    /// <error code="descriptor.write.failed">The kernel takes no trigger.</error>
    public static Result<PressureTrigger, LobsterError> Open(string path, TimeSpan stall, TimeSpan window)
    {
        if (Fd.Open(path, OpenFlags.ReadWrite | OpenFlags.NonBlocking | OpenFlags.CloseOnExec).TryGetError(out var error, out var file)) return error;
        var words = string.Create(CultureInfo.InvariantCulture, $"some {(long)stall.TotalMicroseconds} {(long)window.TotalMicroseconds}\0");
        if (!file.Write(Encoding.ASCII.GetBytes(words)).TryGetError(out error)) return new PressureTrigger(file);
        file.Dispose();
        return error;
    }

    /// <summary>Completes when it fires; at most once in a window.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public Task WaitAsync(CancellationToken cancellationToken) => ReadinessLoop.Shared.WaitPriorityAsync(file, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
