using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Forwarding;

/// <summary>A port here and the port in a guest that it leads to.</summary>
/// <param name="Local">0 for any that is free.</param>
/// <param name="Remote">In the guest.</param>
internal sealed record PortPair(int Local, int Remote)
{
    private const int MostPairs = 16;

    /// <summary>Reads <c>LOCAL:REMOTE</c>, or <c>REMOTE</c> for the same port here.</summary>
    /// <error code="usage.arguments.invalid">One is no such pair, or there are too many.</error>
    internal static Result<IReadOnlyList<PortPair>, LobsterError> ParseAll(IReadOnlyList<string> texts)
    {
        if (texts.Count > MostPairs) return Refuse($"at most {MostPairs} ports are forwarded at a time");
        var pairs = new List<PortPair>();
        foreach (var text in texts)
        {
            if (Parse(text) is not { } pair) return Refuse($"{PlainText.Of(text, 32)} is no LOCAL:REMOTE");
            if (pair.Local > 0 && pairs.Any(other => other.Local == pair.Local)) return Refuse($"port {pair.Local} is named twice");
            pairs.Add(pair);
        }

        return pairs;
    }

    private static PortPair? Parse(string text) => text.Split(':') switch
    {
        [var remote] when PortOf(remote) is > 0 and var port => new PortPair(port, port),
        [var local, var remote] when PortOf(local) is { } here && PortOf(remote) is > 0 and var there => new PortPair(here, there),
        _ => null,
    };

    private static int? PortOf(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;

    private static LobsterError Refuse(string why) => new(UsageErrors.ArgumentsInvalid, why, "lobsterd port-forward NAME 8080:80");
}
