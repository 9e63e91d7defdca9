namespace Lobsterd.Standin.Firecracker.Rules;

/// <summary>What a field holds.</summary>
/// <param name="Expected">How an error names it.</param>
internal sealed record FieldType(string Expected)
{
    internal static readonly FieldType Bool = new("a boolean");
    internal static readonly FieldType Text = new("a string");
    internal static readonly FieldType U8 = Number("u8", byte.MaxValue);
    internal static readonly FieldType U16 = Number("u16", ushort.MaxValue);
    internal static readonly FieldType U32 = Number("u32", uint.MaxValue);
    internal static readonly FieldType U64 = Number("u64", ulong.MaxValue);
    internal static readonly FieldType Size = Number("usize", ulong.MaxValue);
    internal static readonly FieldType Any = new("any value");

    /// <summary>The largest number; null when it is none.</summary>
    internal ulong? Most { get; init; }

    internal IReadOnlyList<string> Variants { get; init; } = [];

    internal BodyRule? Body { get; init; }

    internal FieldType? Items { get; init; }

    internal static FieldType OneOf(params string[] variants) => new("variant identifier") { Variants = variants };

    internal static FieldType Of(BodyRule body) => new($"struct {body.Name}") { Body = body };

    internal static FieldType ListOf(FieldType items) => new("a sequence") { Items = items };

    private static FieldType Number(string name, ulong most) => new(name) { Most = most };
}
