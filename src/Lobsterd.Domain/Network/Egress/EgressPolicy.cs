using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Network.Egress;

/// <summary>Where a tenant's guest may go: <c>open</c>, <c>none</c>, or <c>allow:</c> and a list.</summary>
public sealed record EgressPolicy
{
    /// <summary>The rule in words.</summary>
    public const string Rule = "open, none, or allow:TARGET[:PORT[-PORT]],… with IPv4 addresses, networks and domain names as targets";

    /// <summary>Most rules that one policy may have.</summary>
    public const int MostRules = 128;

    /// <summary>To every public address.</summary>
    public static readonly EgressPolicy Open = new(EgressMode.Open, []);

    /// <summary>Nowhere.</summary>
    public static readonly EgressPolicy None = new(EgressMode.None, []);

    private const int MostShown = 64;
    private const string AllowWord = "allow:";

    private EgressPolicy(EgressMode mode, IReadOnlyList<EgressRule> rules) => (Mode, Rules) = (mode, rules);

    /// <summary>How far.</summary>
    public EgressMode Mode { get; }

    /// <summary>What is allowed, in the order in which it was written, nothing twice; empty but in <see cref="EgressMode.Allow"/>.</summary>
    public IReadOnlyList<EgressRule> Rules { get; }

    /// <summary>The names among the rules; a tenant with some has them resolved by the edge, and by nobody else.</summary>
    public IEnumerable<(DomainPattern Pattern, PortRange? Ports)> Names =>
        Rules.Where(rule => rule.Target is EgressTarget.Name).Select(rule => (((EgressTarget.Name)rule.Target).Pattern, rule.Ports));

    /// <summary>The ports on which a name may be spoken to, a range for each rule that means it; <see cref="PortRange.All"/> stands for every protocol too.
    /// Empty when no rule means it: then it is not even resolved.</summary>
    /// <param name="name">Lower case, without trailing dot.</param>
    public IReadOnlyList<PortRange> PortsOf(string name) => [.. Names.Where(rule => rule.Pattern.Matches(name)).Select(rule => rule.Ports ?? PortRange.All)];

    /// <summary>The networks among the rules.</summary>
    public IEnumerable<(Ipv4Network Network, PortRange? Ports)> Networks =>
        Rules.Where(rule => rule.Target is EgressTarget.Network).Select(rule => (((EgressTarget.Network)rule.Target).Addresses, rule.Ports));

    /// <summary>Reads a policy as <see cref="ToString"/> writes it.</summary>
    /// <param name="text">Any text, hostile or not.</param>
    /// <error code="network.egress.invalid">It breaks <see cref="Rule"/>; the message names the first fault.</error>
    public static Result<EgressPolicy, LobsterError> Parse(string text)
    {
        if (text == "open") return Open;
        if (text == "none") return None;
        if (!text.StartsWith(AllowWord, StringComparison.Ordinal))
            return new LobsterError(NetworkErrors.EgressInvalid, $"'{PlainText.Of(text, MostShown)}' is no egress policy", $"a policy is {Rule}");

        // One more than may be, so that a text of a megabyte costs nothing.
        var words = text[AllowWord.Length..].Split(',', MostRules + 1, StringSplitOptions.TrimEntries);
        if (words.Length > MostRules) return new LobsterError(NetworkErrors.EgressInvalid, $"an egress policy has at most {MostRules} rules");
        var rules = new List<EgressRule>();
        foreach (var word in words)
        {
            if (EgressRule.Parse(word).TryGetError(out var error, out var rule)) return error;
            if (Unreachable.Holding(rule.Target) is { } place)
                return new LobsterError(NetworkErrors.EgressInvalid, $"{rule.Target} lies in {place}, where no tenant may go, whatever its policy");
            if (!rules.Contains(rule)) rules.Add(rule);
        }
        return new EgressPolicy(EgressMode.Allow, rules);
    }

    /// <summary>Whether two policies say the same.</summary>
    public bool Equals(EgressPolicy? other) => other is not null && Mode == other.Mode && Rules.SequenceEqual(other.Rules);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>As it is written.</summary>
    public override string ToString() => Mode switch
    {
        EgressMode.Open => "open",
        EgressMode.None => "none",
        _ => AllowWord + string.Join(',', Rules),
    };
}
