using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Commands;

/// <summary>How large a VM and its disk shall be. Ranges are the service's to check.</summary>
internal sealed class SizeOptions
{
    private const long Mebibyte = 1L << 20;

    private readonly Option<int?> vcpus = new("--vcpus") { Description = "Virtual CPUs, 1 to 32", HelpName = "N", CustomParser = Numbers.Parse };
    private readonly Option<string> memory = new("--memory") { Description = $"Memory: {Amounts.SizeRule}", HelpName = "SIZE" };
    private readonly Option<string> disk = new("--disk") { Description = "Disk, as --memory; takes room only as it fills", HelpName = "SIZE" };

    /// <summary>In the order in which help tells of them.</summary>
    internal IReadOnlyList<Option> All => [vcpus, memory, disk];

    /// <summary>What was asked for; null for what was left open.</summary>
    /// <error code="usage.arguments.invalid">A value cannot be read.</error>
    internal Result<(int? Vcpus, int? MemoryMib, long? DiskBytes), LobsterError> Read(ParseResult parsed)
    {
        if (SizeOf(parsed, memory).TryGetError(out var badMemory, out var memoryBytes)) return badMemory;
        if (memoryBytes % Mebibyte > 0) return new LobsterError(UsageErrors.ArgumentsInvalid, $"--memory {parsed.GetValue(memory)} is not whole MiB");
        if (SizeOf(parsed, disk).TryGetError(out var badDisk, out var diskBytes)) return badDisk;
        return (parsed.GetValue(vcpus), memoryBytes is { } bytes ? (int)Math.Min(bytes / Mebibyte, int.MaxValue) : null, diskBytes);
    }

    private static Result<long?, LobsterError> SizeOf(ParseResult parsed, Option<string> option)
    {
        if (parsed.GetValue(option) is not { } text) return default(long?);
        return Amounts.ParseBytes(text) is { } bytes
            ? bytes
            : new LobsterError(UsageErrors.ArgumentsInvalid, $"{option.Name} {PlainText.Of(text, 32)} is no size", $"a size is {Amounts.SizeRule}");
    }
}
