using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Processes;

/// <summary>One run of an external program to its end.</summary>
public sealed record ProgramInput
{
    /// <summary>Absolute path.</summary>
    public required string Program { get; init; }

    /// <summary>Arguments after the program's own name.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The whole environment; unless given, <c>PATH</c> of the system's folders and <c>LC_ALL=C.UTF-8</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>
    {
        ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ["LC_ALL"] = "C.UTF-8",
    };

    /// <summary>Where it runs; null: where we are.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Whom it runs as; null: as we do.</summary>
    public Credentials? Credentials { get; init; }

    /// <summary>All of its standard input.</summary>
    public ReadOnlyMemory<byte> StandardInput { get; init; }

    /// <summary>An open file in place of <see cref="StandardInput"/>, read from where it stands; stays the caller's.</summary>
    public Fd? StandardInputFile { get; init; }

    /// <summary>An open file that takes its standard output, from where it stands; stays the caller's. Nothing of it is kept then.</summary>
    public Fd? StandardOutputFile { get; init; }

    /// <summary>How long it may take, from its start; then its whole session is killed.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How much is kept of each of standard output and error, from the end; the rest is read and dropped.</summary>
    public int MaxOutputBytes { get; init; } = 64 * 1024;
}
