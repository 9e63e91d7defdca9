using System.Globalization;

namespace Lobsterd.Domain.Network.Egress;

/// <summary>TCP and UDP ports, both ends included.</summary>
/// <param name="First">1 to 65535.</param>
/// <param name="Last">Not below <paramref name="First"/>.</param>
public readonly record struct PortRange(int First, int Last)
{
    /// <summary>Every port.</summary>
    public static readonly PortRange All = new(1, 65_535);

    /// <summary>Reads <c>443</c> or <c>8000-8099</c>; null when it is neither.</summary>
    public static PortRange? Parse(ReadOnlySpan<char> text)
    {
        var dash = text.IndexOf('-');
        if (Number(dash < 0 ? text : text[..dash]) is not { } first) return null;
        var last = dash < 0 ? first : Number(text[(dash + 1)..]);
        return last >= first ? new PortRange(first, last.Value) : null;
    }

    /// <summary>As it is written: <c>443</c> or <c>8000-8099</c>.</summary>
    public override string ToString() =>
        First == Last ? First.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");

    // Without leading zeros: what is written one way is found again.
    private static int? Number(ReadOnlySpan<char> text) =>
        text is [>= '1' and <= '9', ..] && text.Length <= 5
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= All.Last
            ? number
            : null;
}
