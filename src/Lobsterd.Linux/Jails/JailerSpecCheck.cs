using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Jails;

/// <summary>Says whether a spec of a jailer is one that the launcher obeys.</summary>
public static class JailerSpecCheck
{
    private const int MostArguments = 128;
    private const int MostCgroups = 16;

    /// <summary>Checks every value.</summary>
    /// <returns>The same spec.</returns>
    /// <error code="jail.spec.invalid">The message names the first value that is not allowed.</error>
    public static Result<JailerSpec, LobsterError> Check(JailerSpec spec) =>
        Faults(spec).FirstOrDefault(fault => fault is not null) is { } first ? new LobsterError(JailErrors.SpecInvalid, first) : spec;

    private static IEnumerable<string?> Faults(JailerSpec spec) =>
        AnyNull(spec)
            ? ["a member is null"]
            : [
                SpecFaults.Path("jailer", spec.Jailer),
                SpecFaults.Path("pidFile", spec.PidFile),
                SpecFaults.Path("runFolder", spec.RunFolder),
                spec.RunFolder == "/" ? "runFolder cannot be /" : null,
                SpecFaults.Count("arguments", spec.Arguments.Count, MostArguments),
                SpecFaults.Count("cgroups", spec.Cgroups.Count, MostCgroups),
                .. spec.Arguments.Select(SpecFaults.Text),
                .. spec.Cgroups.Select(folder => SpecFaults.Path("cgroups", folder)),
            ];

    private static bool AnyNull(JailerSpec spec) =>
        spec.Jailer is null || spec.PidFile is null || spec.RunFolder is null
        || spec.Arguments is null || spec.Arguments.Contains(null!) || spec.Cgroups is null || spec.Cgroups.Contains(null!);
}
