using CsCheck;

namespace Lobsterd.Tests.Unit.Fuzzing;

/// <summary>Damages messages in the ways that find parsers out.</summary>
internal static class Mutation
{
    private static readonly byte[][] Spoilers =
    [
        "\""u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), "\n"u8.ToArray(), "null"u8.ToArray(), "-1"u8.ToArray(),
        "1e999"u8.ToArray(), "18446744073709551616"u8.ToArray(), "\\u0000"u8.ToArray(), "\\ud800"u8.ToArray(), [0xff], [0xc0, 0x80], [0],
        "\"reply\":\"done\","u8.ToArray(), "/*"u8.ToArray(), "NaN"u8.ToArray(), [.. Enumerable.Repeat((byte)'[', 40)],
    ];

    /// <summary>One of the messages with one to four injuries.</summary>
    internal static Gen<byte[]> Of(params byte[][] messages) =>
        Gen.Select(Gen.Int[0, messages.Length - 1].Select(index => messages[index]), Injury.Array[1, 4], (message, injuries) => injuries.Aggregate(message, (bytes, injure) => injure(bytes)));

    private static Gen<Func<byte[], byte[]>> Injury { get; } = Gen.Select(Gen.Int[0, 5], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Byte, Gen.Int[0, Spoilers.Length - 1].Select(index => Spoilers[index]), Build);

    private static Func<byte[], byte[]> Build(int kind, double at, double to, byte value, byte[] spoiler) => bytes =>
    {
        if (bytes.Length == 0) return spoiler;
        var start = (int)(at * (bytes.Length - 1));
        var end = start + (int)(to * (bytes.Length - start));
        return kind switch
        {
            0 => [.. bytes[..start], (byte)(bytes[start] ^ value), .. bytes[(start + 1)..]],
            1 => [.. bytes[..start], .. bytes[end..]],
            2 => [.. bytes[..end], .. bytes[start..]],
            3 => [.. bytes[..start], .. spoiler, .. bytes[start..]],
            4 => [.. bytes[..start], .. spoiler, .. bytes[end..]],
            _ => bytes[..end],
        };
    };
}
