using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Kept;

/// <summary>How a program is started that must not stay dead.</summary>
internal sealed record KeptProgram
{
    /// <summary>What people call it, e.g. <c>edge</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path of the program.</summary>
    public required string Program { get; init; }

    /// <summary>Which build of it lies there; a running one of another build is not what is wanted. See <see cref="ProgramBuild"/>.</summary>
    public required string Build { get; init; }

    /// <summary>Its arguments; a running one with others is not what is wanted.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Its whole environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>UID and GID that it runs as.</summary>
    public required uint UserId { get; init; }

    /// <summary>Capabilities that it keeps; mostly none.</summary>
    public IReadOnlyList<int> Capabilities { get; init; } = [];

    /// <summary>Where its mark lies; in a folder of root's.</summary>
    public required string MarkFile { get; init; }

    /// <summary>Where its output goes; in a folder of root's.</summary>
    public required string LogFile { get; init; }

    /// <summary>Makes what must be there before each start: folders, files.</summary>
    public required Func<UnitResult<LobsterError>> Prepare { get; init; }

    /// <summary>Whether one that starts takes over from one that runs, which then ends by itself when it has nothing left to do.</summary>
    public bool TakesOver { get; init; }

    /// <summary>Opens what it inherits besides its streams, anew for each start; closed here once it has them.</summary>
    public Func<IReadOnlyList<ChildDescriptor>> Open { get; init; } = static () => [];

    /// <summary>When it counts as up.</summary>
    public required Readiness Readiness { get; init; }
}
