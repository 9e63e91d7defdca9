using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Descriptors;

/// <summary>A bell that any thread can ring to wake whoever watches its descriptor (eventfd(2)).</summary>
public sealed class EventFd : IDisposable
{
    private EventFd(Fd descriptor) => Descriptor = descriptor;

    /// <summary>Readable from a ring until it is silenced.</summary>
    public Fd Descriptor { get; }

    /// <summary>Makes a silent one.</summary>
    /// <error code="descriptor.open.failed">Too many open files.</error>
    public static Result<EventFd, LobsterError> Create()
    {
        var created = Fd.Adopt(DescriptorCalls.EventFd(0, OpenFlags.CloseOnExec | OpenFlags.NonBlocking));
        return created.IsInvalid ? Errno.Last(DescriptorErrors.OpenFailed, "eventfd") : new EventFd(created);
    }

    /// <summary>Rings; ringing a bell that rings already is one ring.</summary>
    public void Ring()
    {
        // It fails only when 2^64 rings were not heard: then it rings already.
        _ = Descriptor.Write([1, 0, 0, 0, 0, 0, 0, 0]);
    }

    /// <summary>Silences it.</summary>
    public void Silence()
    {
        Span<byte> rings = stackalloc byte[sizeof(ulong)];
        _ = Descriptor.Read(rings);
    }

    /// <inheritdoc/>
    public void Dispose() => Descriptor.Dispose();
}
