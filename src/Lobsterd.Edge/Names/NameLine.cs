using System.Threading.Channels;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Names;

/// <summary>The line to whoever judges names. What is asked while nobody judges, or was asked of one who went away, waits for the next.</summary>
internal sealed class NameLine
{
    private readonly Channel<Asked> waiting = Channel.CreateBounded<Asked>(NameQuota.MostUnderWay);
    private long last;

    /// <summary>Asks, and waits for the verdict.</summary>
    /// <param name="write">The question under its number.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<EdgeRequest.NameJudged> AskAsync(Func<long, EdgeEvent> write, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref last);
        var asked = new Asked(id, write(id));
        await waiting.Writer.WriteAsync(asked, cancellationToken);
        return await asked.Verdict.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Begins to tell a judge what is asked; one judge's line.</summary>
    internal Hearing Open() => new(waiting);

    /// <summary>One judge's line, until it is disposed of: then what is not judged is asked of the next.</summary>
    internal sealed class Hearing(Channel<Asked> waiting) : IDisposable
    {
        private readonly Lock gate = new();
        private readonly Dictionary<long, Asked> told = [];

        /// <summary>The next question.</summary>
        internal async Task<EdgeEvent> NextAsync(CancellationToken cancellationToken)
        {
            var asked = await waiting.Reader.ReadAsync(cancellationToken);
            lock (gate) told[asked.Id] = asked;
            return asked.Question;
        }

        /// <summary>Takes a verdict; one on nothing that was told is no one's.</summary>
        internal void Take(EdgeRequest.NameJudged judged)
        {
            Asked? asked;
            lock (gate) _ = told.Remove(judged.Id, out asked);
            _ = asked?.Verdict.TrySetResult(judged);
        }

        /// <summary>Gives back what was not judged.</summary>
        public void Dispose()
        {
            // A guest that waits no longer has made room; where there is none all the same, its question is lost, and asked again by itself.
            lock (gate)
                foreach (var asked in told.Values) _ = waiting.Writer.TryWrite(asked);
        }
    }

    /// <summary>A question under way.</summary>
    internal sealed record Asked(long Id, EdgeEvent Question)
    {
        internal TaskCompletionSource<EdgeRequest.NameJudged> Verdict { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
