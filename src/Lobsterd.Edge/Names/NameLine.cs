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
        try
        {
            await waiting.Writer.WriteAsync(asked, cancellationToken);
            return await asked.Verdict.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            // Nobody waits for it any longer: it need not be judged.
            _ = asked.Verdict.TrySetCanceled(CancellationToken.None);
        }
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
            while (true)
            {
                var asked = await waiting.Reader.ReadAsync(cancellationToken);
                if (!asked.IsWanted) continue;
                lock (gate) Note(asked);
                return asked.Question;
            }
        }

        // A judge that hangs must not make this grow: nobody waits for more than so many.
        private void Note(Asked asked)
        {
            if (told.Count >= NameQuota.MostUnderWay)
                foreach (var given in told.Values.Where(given => !given.IsWanted).ToList()) _ = told.Remove(given.Id);
            told[asked.Id] = asked;
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
                foreach (var asked in told.Values.Where(asked => asked.IsWanted)) _ = waiting.Writer.TryWrite(asked);
        }
    }

    /// <summary>A question under way.</summary>
    internal sealed record Asked(long Id, EdgeEvent Question)
    {
        internal bool IsWanted => !Verdict.Task.IsCompleted;

        internal TaskCompletionSource<EdgeRequest.NameJudged> Verdict { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
