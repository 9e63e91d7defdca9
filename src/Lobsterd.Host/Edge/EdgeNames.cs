using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Names;
using Lobsterd.Domain.Network;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Host.Edge;

/// <summary>Judges what one edge's guests ask for by name, on a connection of its own, until that edge goes. What it tells is a guest's words: nothing of it is taken for granted.</summary>
internal static class EdgeNames
{
    internal static async Task AnswerAsync(string socketPath, INameJudge judge, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!(await EdgeConnection.OpenAsync(socketPath, clock, cancellationToken)).TryGetValue(out var connection)) return;
        await using var opened = connection;
        if (!(await connection.AskAsync(new EdgeRequest.JudgeNames(), cancellationToken)).TryGetValue(out var reply) || reply is not EdgeReply.Done) return;
        while ((await connection.ReadEventAsync(cancellationToken)).TryGetValue(out var asked))
        {
            if (await JudgeAsync(asked, judge, cancellationToken) is not { } judged || (await connection.TellAsync(judged, cancellationToken)).IsFailure) return;
        }
    }

    private static async Task<EdgeRequest.NameJudged?> JudgeAsync(EdgeEvent asked, INameJudge judge, CancellationToken cancellationToken) => asked switch
    {
        EdgeEvent.NameAsked question => new EdgeRequest.NameJudged(
            question.Id, IPAddress.TryParse(question.Guest, out var guest) && judge.MayAsk(guest, question.Name) ? NameVerdict.Allowed : NameVerdict.Refused),
        EdgeEvent.NameFound found => await OpenAsync(found, judge, cancellationToken),
        _ => null,
    };

    private static async Task<EdgeRequest.NameJudged> OpenAsync(EdgeEvent.NameFound found, INameJudge judge, CancellationToken cancellationToken)
    {
        if (!IPAddress.TryParse(found.Guest, out var guest) || Addresses(found) is not { } addresses) return new EdgeRequest.NameJudged(found.Id, NameVerdict.Refused);
        var opened = await judge.OpenAsync(guest, found.Name, addresses, TimeSpan.FromSeconds(Math.Clamp(found.Seconds, 0, EdgeLimits.MaxNamedSeconds)), cancellationToken);
        if (opened.TryGetError(out var error, out var open)) return new EdgeRequest.NameJudged(found.Id, error.Code == NetworkErrors.NameRefused ? NameVerdict.Refused : NameVerdict.Failed);
        return new EdgeRequest.NameJudged(found.Id, NameVerdict.Allowed) { Addresses = [.. open.Select(address => address.ToString())] };
    }

    private static List<IPAddress>? Addresses(EdgeEvent.NameFound found)
    {
        if (found.Addresses is not { Count: > 0 and <= EdgeLimits.MaxNamedAddresses } told) return null;
        var addresses = new List<IPAddress>();
        foreach (var text in told)
        {
            if (!IPAddress.TryParse(text, out var address)) return null;
            addresses.Add(address);
        }

        return addresses;
    }
}
