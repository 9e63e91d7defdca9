using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Terminals;

namespace Lobsterd.Cli.Ui;

/// <summary>Reads a secret: from a pipe to its end, from a terminal without showing it.</summary>
internal static class SecretPrompt
{
    /// <summary>Longest value that is read, in bytes: more than a secret may have.</summary>
    internal const int Longest = 64 << 10;
    private const byte Interrupt = 0x03;
    private const byte EndOfInput = 0x04;
    private const byte Backspace = 0x08;
    private const byte Delete = 0x7F;

    /// <summary>Reads it.</summary>
    /// <error code="usage.arguments.invalid">It is longer than any secret may be, or no UTF-8.</error>
    /// <error code="usage.confirmation.declined">Ctrl-C was typed.</error>
    internal static async Task<Result<string, LobsterError>> ReadAsync(Screen screen, string question, CancellationToken cancellationToken)
    {
        var bytes = screen.IsInTerminal ? await AskAsync(screen, question, cancellationToken) : await ReadToEndAsync(screen.In, cancellationToken);
        return bytes is null ? new LobsterError(UsageErrors.Declined, "nothing was done") : TextOf(bytes);
    }

    /// <summary>The value that some bytes are; a newline at their end is no part of it.</summary>
    /// <error code="usage.arguments.invalid">It is longer than any secret may be, or no UTF-8.</error>
    internal static Result<string, LobsterError> TextOf(List<byte> bytes)
    {
        if (bytes.Count > 0 && bytes[^1] == (byte)'\n') bytes.RemoveAt(bytes.Count - 1);
        if (bytes.Count > 0 && bytes[^1] == (byte)'\r') bytes.RemoveAt(bytes.Count - 1);
        if (bytes.Count > Longest) return new LobsterError(UsageErrors.ArgumentsInvalid, "the value is longer than a secret may be", "16 KiB at most");
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            return new LobsterError(UsageErrors.ArgumentsInvalid, "the value is no UTF-8", "base64 makes a text of any bytes");
        }
    }

    private static async Task<List<byte>?> AskAsync(Screen screen, string question, CancellationToken cancellationToken)
    {
        await screen.Error.WriteAsync(question);
        using var raw = RawTerminal.Enter(0).TryGetValue(out var entered) ? entered : null;
        var typed = await TypedAsync(screen.In, cancellationToken);
        await screen.Error.WriteAsync("\r\n");
        return typed;
    }

    /// <summary>What is typed up to Enter, as a raw terminal passes it on; null after Ctrl-C.</summary>
    internal static async Task<List<byte>?> TypedAsync(Stream keys, CancellationToken cancellationToken)
    {
        var typed = new List<byte>();
        var key = new byte[1];
        while (typed.Count <= Longest && await keys.ReadAsync(key, cancellationToken) > 0)
        {
            switch (key[0])
            {
                case Interrupt:
                    return null;
                case (byte)'\r' or (byte)'\n' or EndOfInput:
                    return typed;
                case Backspace or Delete:
                    // All bytes of one character.
                    while (typed.Count > 0 && (typed[^1] & 0xC0) == 0x80) typed.RemoveAt(typed.Count - 1);
                    if (typed.Count > 0) typed.RemoveAt(typed.Count - 1);
                    break;
                default:
                    typed.Add(key[0]);
                    break;
            }
        }

        return typed;
    }

    private static async Task<List<byte>> ReadToEndAsync(Stream input, CancellationToken cancellationToken)
    {
        var all = new List<byte>();
        var buffer = new byte[4_096];
        while (all.Count <= Longest + 2 && await input.ReadAsync(buffer, cancellationToken) is > 0 and var count) all.AddRange(buffer.AsSpan(0, count));
        return all;
    }
}
