using System.Net;
using Lobsterd.Edge.Dns;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Names;

/// <summary>Answers one question of a guest's; knows nothing of the sockets that it came by.</summary>
/// <param name="line">Who judges.</param>
/// <param name="resolvers">Who knows.</param>
/// <param name="quota">How much guests may ask.</param>
/// <param name="clock">For the bound.</param>
internal sealed class NameForwarder(NameLine line, Resolvers resolvers, NameQuota quota, TimeProvider clock)
{
    // Whoever asks gives up after five seconds, and asks again.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(4_800);

    /// <summary>Answers a question.</summary>
    /// <param name="guest">Who asks; the firewall has seen to it that it is.</param>
    /// <param name="message">What came.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The reply; null when there is none: what came is no question, or too much.</returns>
    internal async Task<byte[]?> AnswerAsync(IPAddress guest, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (DnsQuestion.Parse(message.Span) is not { } question) return null;
        if (!quota.TryBegin(guest)) return null;
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await AnswerAsync(guest, question, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DnsReply.Write(question, DnsOutcome.Failed, [], 0);
        }
        finally
        {
            quota.End(guest);
        }
    }

    private async Task<byte[]> AnswerAsync(IPAddress guest, DnsQuestion question, CancellationToken cancellationToken)
    {
        // Refused, and not "no such name": it may well exist, and nobody may remember that it does not when a policy changes.
        if (question.Name.Length == 0) return Nothing(question, DnsOutcome.Refused);
        var judged = await line.AskAsync(id => new EdgeEvent.NameAsked(id, guest.ToString(), question.Name), cancellationToken);
        if (OutcomeOf(judged.Verdict) is var outcome and not DnsOutcome.Answered) return Nothing(question, outcome);
        if (!question.IsForAddresses) return Nothing(question, DnsOutcome.Answered);

        if (await resolvers.FindAsync(question.Name, cancellationToken) is not { } found) return Nothing(question, DnsOutcome.Failed);
        if (found.Addresses.Count == 0) return Nothing(question, found.Outcome);
        var seconds = (int)Math.Min(found.Seconds, EdgeLimits.MaxNamedSeconds);
        IReadOnlyList<string> addresses = [.. found.Addresses.Take(Math.Min(DnsReply.Room(question), EdgeLimits.MaxNamedAddresses)).Select(address => address.ToString())];
        var opened = await line.AskAsync(id => new EdgeEvent.NameFound(id, guest.ToString(), question.Name, addresses, seconds), cancellationToken);
        outcome = OutcomeOf(opened.Verdict);
        if (outcome != DnsOutcome.Answered) return Nothing(question, outcome);
        return DnsReply.Write(question, DnsOutcome.Answered, [.. (opened.Addresses ?? []).Where(addresses.Contains).Select(IPAddress.Parse)], seconds);
    }

    private static DnsOutcome OutcomeOf(NameVerdict verdict) => verdict switch
    {
        NameVerdict.Allowed => DnsOutcome.Answered,
        NameVerdict.Refused => DnsOutcome.Refused,
        _ => DnsOutcome.Failed,
    };

    private static byte[] Nothing(DnsQuestion question, DnsOutcome outcome) => DnsReply.Write(question, outcome, [], 0);
}
