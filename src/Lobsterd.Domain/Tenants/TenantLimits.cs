namespace Lobsterd.Domain.Tenants;

/// <summary>How large a tenant may be.</summary>
public static class TenantLimits
{
    private const long Mebibyte = 1L << 20;

    /// <summary>What is wrong with a size, a sentence each.</summary>
    /// <param name="size">CPUs and memory.</param>
    /// <param name="diskBytes">Apparent size of the disk.</param>
    public static IReadOnlyList<string> FaultsOf(VmSize size, long diskBytes)
    {
        var faults = new List<string>();
        if (size.Vcpus is < 1 or > 32) faults.Add($"vcpus is {size.Vcpus}, must be 1 to 32");
        if (size.MemoryMib is < 64 or > 1_048_576) faults.Add($"memory is {size.MemoryMib} MiB, must be 64 to 1048576");
        if (diskBytes is < (64 * Mebibyte) or > (16L << 40) || diskBytes % Mebibyte != 0)
            faults.Add($"disk is {diskBytes} bytes, must be 64 MiB to 16 TiB in whole MiB");
        return faults;
    }
}
