using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Storage;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Storage;

/// <summary>Reads what the host has left: <c>MemAvailable</c> of proc(5)'s meminfo, and statfs(2) of the file system that holds the overlays.</summary>
/// <param name="paths">Whose overlays.</param>
/// <param name="meminfo">The file to read; tests give one of their own.</param>
public sealed class HostCapacityReader(LobsterdPaths paths, string meminfo = "/proc/meminfo") : IHostCapacity
{
    private const string Field = "MemAvailable:";

    /// <inheritdoc/>
    public Result<HostCapacity, LobsterError> Read()
    {
        if (ReadMemory().TryGetError(out var error, out var memory)) return error;
        return FileSystemSpace.Of(paths.State)
            .Map(space => new HostCapacity(memory, space.FreeBytes, space.TotalBytes))
            .MapError(cause => Unreadable(paths.State) with { Cause = cause });
    }

    private Result<long, LobsterError> ReadMemory()
    {
        try
        {
            // "MemAvailable:   23189512 kB"
            var line = File.ReadLines(meminfo).FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
            var words = line?[Field.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return words is [var number, "kB"] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes) && kibibytes <= long.MaxValue / 1_024
                ? kibibytes * 1_024
                : Unreadable($"{meminfo} without {Field}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Unreadable(failure.Message);
        }
    }

    private static LobsterError Unreadable(string what) => new(StorageErrors.CapacityUnreadable, $"what the host has left cannot be read: {what}");
}
