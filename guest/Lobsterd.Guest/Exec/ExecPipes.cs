using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Loop;
using Lobsterd.Guest.Streams;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Guest.Exec;

/// <summary>The three pipes of a command without a terminal. Whatever is not adopted is closed.</summary>
internal sealed class ExecPipes : IDisposable
{
    private const int Count = 3;

    private readonly List<Pipe> pipes = [];

    /// <summary>The child's ends: it reads the first pipe and writes the others.</summary>
    internal IReadOnlyList<ChildDescriptor> ChildEnds =>
        [new ChildDescriptor(0, pipes[0].ReadEnd), new ChildDescriptor(1, pipes[1].WriteEnd), new ChildDescriptor(2, pipes[2].WriteEnd)];

    /// <summary>Makes the pipes.</summary>
    /// <error code="descriptor.open.failed">Too many open files.</error>
    internal UnitResult<LobsterError> Open()
    {
        while (pipes.Count < Count)
        {
            if (Pipe.Create().TryGetError(out var error, out var pipe)) return error;
            pipes.Add(pipe);
        }

        // A child's standard input must block; only our own ends do not.
        return pipes[0].ReadEnd.SetBlocking();
    }

    /// <summary>Our ends as streams: input, output, errors.</summary>
    /// <error code="descriptor.control.failed">One cannot be waited for.</error>
    internal Result<IByteStream[], LobsterError> Adopt(EventLoop loop)
    {
        var streams = new List<IByteStream>();
        foreach (var end in (ReadOnlySpan<Fd>)[pipes[0].WriteEnd, pipes[1].ReadEnd, pipes[2].ReadEnd])
        {
            if (DescriptorStream.Adopt(loop, end).TryGetError(out var error, out var stream)) return error;
            streams.Add(stream);
        }

        pipes[0].ReadEnd.Dispose();
        pipes[1].WriteEnd.Dispose();
        pipes[2].WriteEnd.Dispose();
        pipes.Clear();
        return streams.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var pipe in pipes) pipe.Dispose();
    }
}
