namespace Lobsterd.Guest.ProcessMode;

/// <summary>How process mode is asked for.</summary>
internal sealed record ProcessModeOptions
{
    /// <summary>The word that asks for it.</summary>
    internal const string Word = "--process-mode";

    /// <summary>How it is written.</summary>
    internal const string Usage = $"lobsterd-guest {Word} --root FOLDER --record FILE --state FILE [--restore FILE] [--interface NAME] [--ends-with parent]";

    /// <summary>The folder that stands for the guest's root: absolute, there, and reachable for the workload's user.</summary>
    internal required string Root { get; init; }

    /// <summary>The file that gets a line for each call that would have changed the machine.</summary>
    internal required string Record { get; init; }

    /// <summary>The file to which SIGUSR1 writes the agent's state.</summary>
    internal required string State { get; init; }

    /// <summary>The file from which a state is taken up; null: a fresh, anonymous agent.</summary>
    internal string? Restore { get; init; }

    /// <summary>The interface to set up and listen on.</summary>
    internal string Interface { get; init; } = "eth0";

    /// <summary>Whether it is killed when whoever started it ends, as a guest ends with its VMM.</summary>
    internal bool EndsWithParent { get; init; }

    /// <summary>Reads the words after <see cref="Word"/>; null when one is missing, doubled, unknown or relative.</summary>
    internal static ProcessModeOptions? Parse(IReadOnlyList<string> words)
    {
        var values = new Dictionary<string, string>();
        for (var at = 0; at < words.Count; at += 2)
            if (at + 1 == words.Count || words[at + 1].Length == 0 || !values.TryAdd(words[at], words[at + 1])) return null;

        if (!values.Remove("--root", out var root) || !values.Remove("--record", out var record) || !values.Remove("--state", out var state)) return null;
        _ = values.Remove("--restore", out var restore);
        _ = values.Remove("--interface", out var named);
        if (values.Remove("--ends-with", out var whom) && whom != "parent") return null;
        if (values.Count > 0 || !Path.IsPathRooted(root) || root == "/") return null;
        return new ProcessModeOptions
        {
            Root = root.TrimEnd('/'),
            Record = record,
            State = state,
            Restore = restore,
            Interface = named ?? "eth0",
            EndsWithParent = whom is not null,
        };
    }
}
