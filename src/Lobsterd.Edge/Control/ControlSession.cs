using System.Buffers;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Edge.Events;
using Lobsterd.Edge.Names;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Control;

/// <summary>One control connection: requests in, replies out in the same order, until it watches or ends.</summary>
/// <param name="stream">The connection; stays the caller's.</param>
/// <param name="answers">What to answer.</param>
/// <param name="events">What a watcher is told.</param>
/// <param name="wakes">What one who watches wakes is told.</param>
/// <param name="names">What one who judges names is told.</param>
/// <param name="clock">For the reader's bound.</param>
internal sealed class ControlSession(Stream stream, ControlAnswers answers, EventHub events, EventHub wakes, NameLine names, TimeProvider clock)
{
    // The parts of a whole table that came so far.
    private readonly List<EdgeRoute> parts = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var lines = new EdgeLineReader(stream, clock);
        await SendAsync(EdgeWire.ToLine(answers.Greeting, EdgeJson.Default.EdgeGreeting), cancellationToken);
        while (true)
        {
            if ((await lines.ReadAsync(cancellationToken)).TryGetError(out var error, out var line))
            {
                await SendAsync(ControlAnswers.Reply(error), cancellationToken);
                return;
            }

            if (line is null) return;
            if (Parse(line.Value).TryGetError(out error, out var request))
            {
                await SendAsync(ControlAnswers.Reply(error), cancellationToken);
                return;
            }

            if (request is EdgeRequest.Watch watch)
            {
                await WatchAsync(lines, watch.Wakes, cancellationToken);
                return;
            }

            if (request is EdgeRequest.JudgeNames)
            {
                await HearNamesAsync(lines, cancellationToken);
                return;
            }

            await SendAsync(await AnswerAsync(request, cancellationToken), cancellationToken);
        }
    }

    private static Result<EdgeRequest, LobsterError> Parse(ReadOnlySequence<byte> line)
    {
        if (EdgeWire.Parse(line.IsSingleSegment ? line.FirstSpan : line.ToArray(), EdgeJson.Default.EdgeRequest).TryGetError(out var error, out var request))
            return error;
        return request.V is >= EdgeLimits.OldestProtocolVersion and <= EdgeLimits.ProtocolVersion
            ? request
            : new LobsterError(EdgeErrors.Garbled, $"protocol version {request.V} is not spoken here");
    }

    private async Task<EdgeReply> AnswerAsync(EdgeRequest request, CancellationToken cancellationToken)
    {
        if (request is EdgeRequest.Replace part) return await TakePartAsync(part, cancellationToken);
        parts.Clear();
        return await answers.AnswerAsync(request, cancellationToken);
    }

    private async Task<EdgeReply> TakePartAsync(EdgeRequest.Replace part, CancellationToken cancellationToken)
    {
        if (part.Routes.Count > EdgeLimits.MaxRoutesPerLine || parts.Count + part.Routes.Count > EdgeLimits.MaxRoutes)
            return Forget(new LobsterError(EdgeErrors.TableFull, "the table has more routes than the edge takes"));
        foreach (var entry in part.Routes)
        {
            if (entry.ToRoute().TryGetError(out var error, out var route)) return Forget(error);
            parts.Add(route);
        }

        if (!part.Last) return new EdgeReply.Done(answers.Greeting.Version);
        var reply = await answers.ReplaceAsync([.. parts], cancellationToken);
        parts.Clear();
        return reply;
    }

    private EdgeReply Forget(LobsterError error)
    {
        parts.Clear();
        return ControlAnswers.Reply(error);
    }

    // Whatever the peer sends from now on, its end above all, ends the watch.
    private async Task WatchAsync(EdgeLineReader lines, bool isOfWakes, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var hub = isOfWakes ? wakes : events;
        var channel = isOfWakes ? hub.Watch(() => answers.Wanted) : hub.Watch();
        var ended = EndAsync();
        try
        {
            await SendAsync(new EdgeReply.Done(answers.Greeting.Version), over.Token);
            await foreach (var happened in channel.Reader.ReadAllAsync(over.Token))
                await SendAsync(EdgeWire.ToLine(happened, EdgeJson.Default.EdgeEvent), over.Token);
        }
        finally
        {
            hub.Unwatch(channel);
            await over.CancelAsync();
            await ended;
        }

        async Task EndAsync()
        {
            try
            {
                _ = await lines.ReadAsync(over.Token);
                await over.CancelAsync();
            }
            catch (OperationCanceledException)
            {
                // The watch ended first.
            }
        }
    }

    // Both ways at once, until either end breaks off; what is no verdict breaks it off too.
    private async Task HearNamesAsync(EdgeLineReader lines, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var hearing = names.Open();
        await SendAsync(new EdgeReply.Done(answers.Greeting.Version), over.Token);
        var telling = TellAsync();
        try
        {
            while ((await lines.ReadAsync(over.Token)).TryGetValue(out var line) && line is { } read && Parse(read).TryGetValue(out var request) && request is EdgeRequest.NameJudged judged)
                hearing.Take(judged);
        }
        finally
        {
            await over.CancelAsync();
            await telling;
        }

        async Task TellAsync()
        {
            try
            {
                while (true) await SendAsync(EdgeWire.ToLine(await hearing.NextAsync(over.Token), EdgeJson.Default.EdgeEvent), over.Token);
            }
            catch (Exception ended) when (ended is IOException or OperationCanceledException)
            {
                // The judge went away, or the edge ends.
                await over.CancelAsync();
            }
        }
    }

    private Task SendAsync(EdgeReply reply, CancellationToken cancellationToken) =>
        SendAsync(EdgeWire.ToLine(reply, EdgeJson.Default.EdgeReply), cancellationToken);

    private async Task SendAsync(byte[] line, CancellationToken cancellationToken) => await stream.WriteAsync(line, cancellationToken);
}
