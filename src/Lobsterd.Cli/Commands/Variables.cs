using CSharpFunctionalExtensions;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Commands;

/// <summary>Reads variables of an environment from options and files.</summary>
internal static class Variables
{
    /// <summary>All of them; the later wins, and options win over files.</summary>
    /// <error code="usage.arguments.invalid">One is not NAME=VALUE.</error>
    /// <error code="usage.file.unreadable">A file cannot be read.</error>
    internal static Result<Dictionary<string, string>, LobsterError> Read(IReadOnlyList<string> files, IReadOnlyList<string> options)
    {
        var environment = new Dictionary<string, string>();
        foreach (var file in files)
        {
            if (LinesOf(file).TryGetError(out var unreadable, out var lines)) return unreadable;
            for (var number = 0; number < lines.Length; number++)
            {
                var line = lines[number].TrimEnd('\r');
                if (line.Length == 0 || line.TrimStart().StartsWith('#')) continue;
                if (!Add(environment, line)) return NoVariable($"{file}, line {number + 1}");
            }
        }

        foreach (var option in options)
            if (!Add(environment, option)) return NoVariable("--env");
        return environment;
    }

    private static bool Add(Dictionary<string, string> environment, string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) return false;
        environment[pair[..equals]] = pair[(equals + 1)..];
        return true;
    }

    private static Result<string[], LobsterError> LinesOf(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new LobsterError(UsageErrors.FileUnreadable, $"{file} cannot be read");
        }
    }

    // Never the value: it may be a secret.
    private static LobsterError NoVariable(string where) => new(UsageErrors.ArgumentsInvalid, $"{where} is not NAME=VALUE");
}
