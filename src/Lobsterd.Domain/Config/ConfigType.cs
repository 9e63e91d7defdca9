namespace Lobsterd.Domain.Config;

/// <summary>What a value of the configuration may be.</summary>
public abstract record ConfigType
{
    private ConfigType() { }

    /// <summary>An object with known members.</summary>
    /// <param name="Fields">The members, each optional.</param>
    public sealed record Section(IReadOnlyList<ConfigField> Fields) : ConfigType;

    /// <summary>A text.</summary>
    /// <param name="Expected">What it must be, in words that follow "expected", e.g. <c>an absolute path</c>.</param>
    /// <param name="IsGood">Decides about a text.</param>
    /// <param name="IsOptional">Whether null is allowed.</param>
    public sealed record Text(string Expected, Func<string, bool> IsGood, bool IsOptional = false) : ConfigType;

    /// <summary>A whole number.</summary>
    /// <param name="Least">The lowest value allowed.</param>
    /// <param name="Most">The highest value allowed.</param>
    /// <param name="IsOptional">Whether null is allowed.</param>
    public sealed record Integer(long Least, long Most, bool IsOptional = false) : ConfigType;

    /// <summary>One of a few words.</summary>
    /// <param name="Words">The words.</param>
    public sealed record Choice(IReadOnlyList<string> Words) : ConfigType;

    /// <summary>A list.</summary>
    /// <param name="Item">What each item may be.</param>
    /// <param name="Most">How many there may be.</param>
    public sealed record ListOf(ConfigType Item, int Most) : ConfigType;

    /// <summary>An object whose member names are free.</summary>
    /// <param name="Key">What a name must be, in words.</param>
    /// <param name="IsGoodKey">Decides about a name.</param>
    /// <param name="Value">What each value may be.</param>
    /// <param name="Entry">Which record a value is, where it is a section.</param>
    public sealed record MapOf(string Key, Func<string, bool> IsGoodKey, ConfigType Value, ConfigEntry Entry = ConfigEntry.None) : ConfigType;
}
