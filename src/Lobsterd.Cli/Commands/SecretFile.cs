using CSharpFunctionalExtensions;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Commands;

/// <summary>Reads secrets from the files that options name: a value is never an argument, which every process of the host can read.</summary>
internal static class SecretFile
{
    /// <summary>All of them by key.</summary>
    /// <error code="usage.arguments.invalid">One is not KEY=FILE, a key comes twice, or a value is too long or no UTF-8.</error>
    /// <error code="usage.file.unreadable">A file cannot be read.</error>
    internal static Result<Dictionary<string, string>, LobsterError> Read(IReadOnlyList<string> options)
    {
        var secrets = new Dictionary<string, string>();
        foreach (var option in options)
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == option.Length - 1) return Invalid("--secret is not KEY=FILE");
            if (ValueIn(option[(equals + 1)..]).TryGetError(out var unread, out var value)) return unread;
            if (!secrets.TryAdd(option[..equals], value)) return Invalid($"--secret {PlainText.Of(option[..equals], 128)} comes twice");
        }

        return secrets;
    }

    private static Result<string, LobsterError> ValueIn(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var bytes = new byte[SecretPrompt.Longest + 3];
            return SecretPrompt.TextOf([.. bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false))]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new LobsterError(UsageErrors.FileUnreadable, $"{PlainText.Of(file, 256)} cannot be read");
        }
    }

    private static LobsterError Invalid(string message) => new(UsageErrors.ArgumentsInvalid, message, "it is KEY=FILE, e.g. --secret OPENAI_API_KEY=key.txt");
}
