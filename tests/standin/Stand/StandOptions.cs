namespace Lobsterd.Standin.Stand;

/// <summary>How a <see cref="ServiceStand"/> is set up.</summary>
public sealed record StandOptions
{
    /// <summary>Absolute path of the folder that <c>build/install --standin</c> filled.</summary>
    public required string Binaries { get; init; }

    /// <summary>Absolute path of an unpacked kernel package, as <c>build/kernel</c> leaves it.</summary>
    public required string Kernel { get; init; }

    /// <summary>What tenants run in.</summary>
    public StandMachine Machine { get; init; } = StandMachine.Null;

    /// <summary>The configuration's text; null for all defaults.</summary>
    public string? Config { get; init; }

    /// <summary>Environment variables of the service's, besides its own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether templates are made as the configuration says; without it they are switched off.</summary>
    public bool HasTemplates { get; init; }

    /// <summary>Whether hypervisors wait for tenants as lobsterd has it by default; without it, unless the configuration says how many, none does.</summary>
    public bool HasPool { get; init; }

    /// <summary>Whether the root lies on a disk of its own, so that the host can reboot and lose its power.</summary>
    public bool HasOwnDisk { get; init; }

    /// <summary>What a checkout holds, ready for a stand.</summary>
    /// <param name="checkout">Its root.</param>
    public static StandOptions Of(string checkout) => new()
    {
        Binaries = Path.Combine(checkout, "artifacts", "installed-standin"),
        Kernel = new DirectoryInfo(Path.Combine(checkout, "artifacts", "kernel", "current")).ResolveLinkTarget(returnFinalTarget: true)?.FullName
            ?? throw new InvalidOperationException("there is no kernel in artifacts/: run build/kernel"),
    };
}
