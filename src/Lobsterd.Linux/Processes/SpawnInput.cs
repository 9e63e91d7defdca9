namespace Lobsterd.Linux.Processes;

/// <summary>A child process as it shall be. Nothing is inherited that is not named here, but for namespaces, root and resource limits.</summary>
public sealed record SpawnInput
{
    /// <summary>Absolute path; nothing is searched for.</summary>
    public required string Program { get; init; }

    /// <summary>Arguments after the program's own name, which is argument zero.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The whole environment; nothing of ours is added.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Its descriptors. 0, 1 and 2 are /dev/null unless named; every other one that is not named is closed.</summary>
    public IReadOnlyList<ChildDescriptor> Descriptors { get; init; } = [];

    /// <summary>Where it starts; null: where we are. Entered with its own credentials.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Whether it leads a session of its own, out of reach of our terminal's signals.</summary>
    public bool NewSession { get; init; }

    /// <summary>A terminal that it opens as 0, 1 and 2 with its own credentials, and that becomes its controlling terminal; wants
    /// <see cref="NewSession"/> and no descriptor named below 3.</summary>
    public string? ControllingTerminal { get; init; }

    /// <summary>Whom it runs as; null: as we do.</summary>
    public Credentials? Credentials { get; init; }

    /// <summary>Whether it and its descendants can never gain privileges by exec.</summary>
    public bool NoNewPrivileges { get; init; }

    /// <summary>Absolute cgroup folders. It is born in those of version 1; into one of version 2 it is moved right after its exec.</summary>
    public IReadOnlyList<string> Cgroups { get; init; } = [];
}
