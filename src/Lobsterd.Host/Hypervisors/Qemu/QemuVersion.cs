using System.Globalization;
using System.Text.RegularExpressions;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>A QEMU's version. A saved state is loaded only by the version that saved it.</summary>
/// <param name="Major">e.g. 7.</param>
/// <param name="Minor">e.g. 2.</param>
/// <param name="Micro">e.g. 22.</param>
internal sealed partial record QemuVersion(int Major, int Minor, int Micro)
{
    /// <summary>The oldest that we know how to drive.</summary>
    internal static readonly QemuVersion Oldest = new(7, 2, 0);

    /// <summary>Whether it is <see cref="Oldest"/> or newer.</summary>
    internal bool IsSupported => (Major, Minor, Micro).CompareTo((Oldest.Major, Oldest.Minor, Oldest.Micro)) >= 0;

    /// <summary>Reads the first line of <c>--version</c>, e.g. <c>QEMU emulator version 7.2.22 (Debian …)</c>.</summary>
    /// <error code="vm.hypervisor.missing">It is no such line.</error>
    internal static Result<QemuVersion, LobsterError> Parse(string output)
    {
        var match = Line().Match(output);
        return match.Success ? new QemuVersion(Number(match, 1), Number(match, 2), Number(match, 3)) : Unreadable();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Micro}");

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static LobsterError Unreadable() => new(VmErrors.NoHypervisor, "what was run in QEMU's place does not tell a version of QEMU's");

    [GeneratedRegex(@"\AQEMU emulator version ([0-9]{1,4})\.([0-9]{1,4})\.([0-9]{1,4})(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}
