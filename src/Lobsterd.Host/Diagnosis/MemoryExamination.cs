using System.Globalization;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Storage;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Whether the host has memory for one more tenant.</summary>
public sealed class MemoryExamination(IHostCapacity capacity, HypervisorConfig config) : IExamination
{
    private const long Mebibyte = 1L << 20;
    private const int SmallTenantMib = 256;

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public Task<HostCheck> ExamineAsync(CancellationToken cancellationToken)
    {
        if (capacity.Read().TryGetError(out var unread, out var host)) return Task.FromResult(new HostCheck(Name, CheckStatus.Unknown, unread.Message, null));
        var available = host.AvailableMemoryBytes / Mebibyte;
        var found = string.Create(CultureInfo.InvariantCulture, $"{available:N0} MiB available, {config.MemoryReserveMib:N0} kept in reserve");
        return Task.FromResult(available < config.MemoryReserveMib + SmallTenantMib
            ? new HostCheck(Name, CheckStatus.Fail, found, "a tenant would not be let in: free some memory, or lower hypervisor.memoryReserveMib")
            : new HostCheck(Name, CheckStatus.Ok, found, null));
    }
}
