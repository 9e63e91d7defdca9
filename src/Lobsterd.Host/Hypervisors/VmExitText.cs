using System.Globalization;
using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Host.Hypervisors;

/// <summary>How a VMM ended, in words.</summary>
internal static class VmExitText
{
    /// <summary>One clause, e.g. <c>QEMU ended with exit code 1; its last words: …</c>.</summary>
    /// <param name="exit">How it ended.</param>
    /// <param name="vmm">Which VMM, e.g. <c>QEMU</c>.</param>
    /// <param name="meaning">What that VMM means by an exit code; null where it means nothing of its own.</param>
    internal static string Describe(this VmExit exit, string vmm, Func<int, string?>? meaning = null)
    {
        var how = exit switch
        {
            { Signal: { } signal } => string.Create(CultureInfo.InvariantCulture, $"{vmm} was ended by signal {signal}"),
            { ExitCode: { } code } when meaning?.Invoke(code) is { } means => string.Create(CultureInfo.InvariantCulture, $"{vmm} ended with exit code {code}: {means}"),
            { ExitCode: { } code } => string.Create(CultureInfo.InvariantCulture, $"{vmm} ended with exit code {code}"),
            _ => $"{vmm} ended, and nothing recorded how",
        };
        return exit.LastWords.Length > 0 ? $"{how}; its last words: {exit.LastWords}" : how;
    }
}
