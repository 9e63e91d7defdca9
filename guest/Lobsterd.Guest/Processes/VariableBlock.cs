using System.Text;

namespace Lobsterd.Guest.Processes;

/// <summary>An environment as it is handed to a program that runs already: <c>NAME=VALUE</c> entries in UTF-8, each ended by a zero byte, as in /proc/PID/environ.</summary>
/// <remarks>Its bounds hold on both sides. A claim cannot carry as much, and execve(2) would not take it.</remarks>
internal static class VariableBlock
{
    /// <summary>Most entries.</summary>
    internal const int MostEntries = 1_024;

    /// <summary>Longest entry in bytes, without its zero: what execve(2) takes of one.</summary>
    internal const int MostEntryBytes = (128 << 10) - 1;

    /// <summary>Most bytes in all.</summary>
    internal const int MostBytes = 2 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The block of an environment; null when it is beyond the bounds, or no environment.</summary>
    internal static byte[]? Write(IReadOnlyDictionary<string, string> variables)
    {
        if (variables.Count > MostEntries) return null;
        using var block = new MemoryStream();
        foreach (var (name, value) in variables)
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal)) return null;
            var entry = Encoding.UTF8.GetBytes($"{name}={value}");
            if (entry.Length > MostEntryBytes || entry.Contains((byte)0)) return null;
            block.Write(entry);
            block.WriteByte(0);
            if (block.Length > MostBytes) return null;
        }

        return block.ToArray();
    }

    /// <summary>Reads a block; null when it is none, is not whole, or is beyond the bounds.</summary>
    internal static Dictionary<string, string>? Read(ReadOnlySpan<byte> block)
    {
        if (block.Length > MostBytes) return null;
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            while (!block.IsEmpty)
            {
                var end = block.IndexOf((byte)0);
                if (end is < 0 or > MostEntryBytes || variables.Count == MostEntries) return null;
                var entry = block[..end];
                var sign = entry.IndexOf((byte)'=');
                if (sign < 1 || !variables.TryAdd(Strict.GetString(entry[..sign]), Strict.GetString(entry[(sign + 1)..]))) return null;
                block = block[(end + 1)..];
            }

            return variables;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
