using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Network.Egress;

/// <summary>Something outside that a guest may speak to.</summary>
public abstract record EgressTarget
{
    private EgressTarget() { }

    /// <summary>Reads an address, a network or a name.</summary>
    /// <param name="text">Any text, hostile or not.</param>
    /// <error code="network.egress.invalid">It is none of them.</error>
    public static Result<EgressTarget, LobsterError> Parse(string text) =>
        Ipv4Network.Parse(text) is { } network ? new Network(network)
        : LooksLikeAddress(text) ? new LobsterError(NetworkErrors.EgressInvalid, $"'{PlainText.Of(text, MostShown)}' is no IPv4 address or network", "a network has its host bits zero, e.g. 203.0.113.0/24")
        : DomainPattern.Parse(text).Map(EgressTarget (pattern) => new Name(pattern));

    private const int MostShown = 64;

    private static bool LooksLikeAddress(string text) =>
        text.Contains('/', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal) || text.All(c => char.IsAsciiDigit(c) || c == '.');

    /// <summary>Addresses.</summary>
    /// <param name="Addresses">One of them or many.</param>
    public sealed record Network(Ipv4Network Addresses) : EgressTarget
    {
        /// <inheritdoc/>
        public override string ToString() => Addresses.ToString();
    }

    /// <summary>Whatever addresses a name has, as the edge's resolver finds them.</summary>
    /// <param name="Pattern">The name, or all names below it.</param>
    public sealed record Name(DomainPattern Pattern) : EgressTarget
    {
        /// <inheritdoc/>
        public override string ToString() => Pattern.ToString();
    }
}
