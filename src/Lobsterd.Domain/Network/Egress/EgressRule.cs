using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Network.Egress;

/// <summary>One thing that a guest may speak to, and on which ports.</summary>
/// <param name="Target">What.</param>
/// <param name="Ports">TCP and UDP ports; null for every port and every protocol.</param>
public sealed record EgressRule(EgressTarget Target, PortRange? Ports)
{
    private const int MostShown = 64;

    /// <summary>Reads <c>TARGET</c>, <c>TARGET:PORT</c> or <c>TARGET:FIRST-LAST</c>.</summary>
    /// <param name="text">Any text, hostile or not.</param>
    /// <error code="network.egress.invalid">It is none of them.</error>
    public static Result<EgressRule, LobsterError> Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0) return EgressTarget.Parse(text).Map(target => new EgressRule(target, null));
        return PortRange.Parse(text.AsSpan(colon + 1)) is { } ports
            ? EgressTarget.Parse(text[..colon]).Map(target => new EgressRule(target, ports))
            : new LobsterError(NetworkErrors.EgressInvalid, $"'{PlainText.Of(text, MostShown)}' names no ports", "ports are written :443 or :8000-8099");
    }

    /// <summary>As it is written.</summary>
    public override string ToString() => Ports is { } ports ? $"{Target}:{ports}" : $"{Target}";
}
