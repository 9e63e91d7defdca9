using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Host.Hypervisors.Qemu.Memory;

/// <summary>Where a VMM has its guest's memory mapped.</summary>
/// <param name="Pid">The VMM.</param>
/// <param name="Start">First address.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="IsPrivate">Whether what the guest writes stays in the VMM (restored from a template) or goes to the memfd (booted cold).</param>
internal sealed record RamMapping(int Pid, long Start, long Bytes, bool IsPrivate)
{
    /// <summary>The name that our memfds carry in /proc.</summary>
    internal const string MemfdName = "lobsterd-ram";

    private const string Shown = "/memfd:" + MemfdName + " (deleted)";
    private const int PrivateFlag = 3;

    /// <summary>The mapped memfd itself, whoever else maps it; opening it wants root.</summary>
    internal string FilePath => string.Create(CultureInfo.InvariantCulture, $"/proc/{Pid}/map_files/{Start:x}-{Start + Bytes:x}");

    /// <summary>The VMM's address space.</summary>
    internal string SpacePath => string.Create(CultureInfo.InvariantCulture, $"/proc/{Pid}/mem");

    /// <summary>What the kernel tells of each page of that space.</summary>
    internal string PagesPath => string.Create(CultureInfo.InvariantCulture, $"/proc/{Pid}/pagemap");

    /// <summary>Finds the memory of a VMM.</summary>
    /// <param name="pid">The VMM; hold it by a pidfd.</param>
    /// <param name="bytes">How large the guest's memory is.</param>
    /// <error code="vm.process.exited">The VMM is gone, or has no such mapping.</error>
    internal static Result<RamMapping, LobsterError> Find(int pid, long bytes)
    {
        try
        {
            return Find(pid, bytes, File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/maps")));
        }
        catch (IOException)
        {
            return Missing(pid);
        }
    }

    /// <summary>Finds it in the lines of <c>/proc/PID/maps</c> (proc(5)).</summary>
    internal static Result<RamMapping, LobsterError> Find(int pid, long bytes, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (!line.EndsWith(Shown, StringComparison.Ordinal)) continue;
            var dash = line.IndexOf('-', StringComparison.Ordinal);
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (dash > 0 && space > dash && line.Length > space + 1 + PrivateFlag
                && TryHex(line.AsSpan(0, dash), out var start) && TryHex(line.AsSpan(dash + 1, space - dash - 1), out var end)
                && end - start == bytes)
                return new RamMapping(pid, start, bytes, line[space + 1 + PrivateFlag] == 'p');
        }

        return Missing(pid);
    }

    private static bool TryHex(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number) && number >= 0;

    private static LobsterError Missing(int pid) => new(VmErrors.Exited, $"process {pid} has no guest memory mapped");
}
