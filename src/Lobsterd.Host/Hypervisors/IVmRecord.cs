using Lobsterd.Domain.Hypervisors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors;

/// <summary>What every driver writes down of a VM when it starts, for a later service to know it by.</summary>
internal interface IVmRecord
{
    /// <summary>The tenant that it belongs to; a name alone may have another bearer by now.</summary>
    Guid Owner { get; }

    /// <summary>The VMM's process.</summary>
    VmProcess Process { get; }

    /// <summary>The program that it runs: a pid whose program is another file is another process.</summary>
    FileIdentity Program { get; }
}
