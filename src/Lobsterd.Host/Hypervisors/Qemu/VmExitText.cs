using System.Globalization;
using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>How a VMM ended, in words.</summary>
internal static class VmExitText
{
    /// <summary>One clause, e.g. <c>QEMU ended with exit code 1; its last words: …</c>.</summary>
    internal static string Describe(this VmExit exit)
    {
        var how = exit switch
        {
            { Signal: { } signal } => string.Create(CultureInfo.InvariantCulture, $"QEMU was ended by signal {signal}"),
            { ExitCode: { } code } => string.Create(CultureInfo.InvariantCulture, $"QEMU ended with exit code {code}"),
            _ => "QEMU ended, and nothing recorded how",
        };
        return exit.LastWords.Length > 0 ? $"{how}; its last words: {exit.LastWords}" : how;
    }
}
