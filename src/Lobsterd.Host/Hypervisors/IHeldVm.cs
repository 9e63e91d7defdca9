using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Host.Hypervisors;

/// <summary>One VM that this service holds.</summary>
internal interface IHeldVm : IAsyncDisposable
{
    /// <summary>Its process, as it was written down.</summary>
    VmProcess Process { get; }

    /// <summary>Completes when it has ended, and its end was recorded, with how.</summary>
    Task<VmExit> Exit { get; }
}
