using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Qemu.Memory;

/// <summary>The memory of one VM that boots from a kernel.</summary>
internal static class OwnRam
{
    /// <summary>Makes one, with nothing in it.</summary>
    /// <param name="size">How large the VM is.</param>
    /// <error code="file.act.failed">The host has none to give.</error>
    internal static Result<Fd, LobsterError> Create(VmSize size)
    {
        if (Memfd.Create(RamMapping.MemfdName).TryGetError(out var error, out var memory)) return error;
        if (!SparseFile.SetSize(memory, (long)size.MemoryMib << 20).TryGetError(out error)) return memory;
        memory.Dispose();
        return error;
    }
}
