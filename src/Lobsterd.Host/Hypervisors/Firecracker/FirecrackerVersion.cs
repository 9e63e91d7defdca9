using System.Globalization;
using System.Text.RegularExpressions;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Host.Hypervisors.Firecracker;

/// <summary>A Firecracker's or a jailer's version.</summary>
/// <param name="Major">e.g. 1.</param>
/// <param name="Minor">e.g. 16.</param>
/// <param name="Patch">e.g. 1.</param>
internal sealed partial record FirecrackerVersion(int Major, int Minor, int Patch) : IComparable<FirecrackerVersion>
{
    /// <summary>The oldest that we know how to drive.</summary>
    internal static readonly FirecrackerVersion Oldest = new(1, 16, 1);

    /// <summary>Whether we know it: of the minor version that this driver was made for. Each newer one has changed its API and its snapshots so far.</summary>
    internal bool IsKnown => (Major, Minor) == (Oldest.Major, Oldest.Minor) && Patch >= Oldest.Patch;

    /// <summary>Reads the first line of <c>--version</c>, e.g. <c>Firecracker v1.16.1</c>; the lines behind it are the logger's.</summary>
    /// <param name="program"><c>Firecracker</c> or <c>Jailer</c>.</param>
    /// <param name="output">What it printed.</param>
    /// <error code="vm.hypervisor.missing">It is no such line.</error>
    internal static Result<FirecrackerVersion, LobsterError> Parse(string program, string output)
    {
        var match = Line().Match(output);
        return match.Success && match.Groups[1].ValueSpan.SequenceEqual(program)
            ? new FirecrackerVersion(Number(match, 2), Number(match, 3), Number(match, 4))
            : new LobsterError(VmErrors.NoHypervisor, $"what was run in place of {program} does not tell a version of it");
    }

    /// <summary>Reads a bare version, e.g. <c>1.16.1</c>; null when it is none.</summary>
    internal static FirecrackerVersion? TryRead(string text) =>
        Parse("Firecracker", "Firecracker v" + text).TryGetValue(out var version) && version.ToString() == text ? version : null;

    /// <inheritdoc/>
    public int CompareTo(FirecrackerVersion? other) =>
        other is null ? 1 : (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A(Firecracker|Jailer) v([0-9]{1,4})\.([0-9]{1,4})\.([0-9]{1,4})\r?$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Line();
}
