using Xunit;

namespace Lobsterd.Tests.EndToEnd.Hypervisors;

/// <summary>A VM that has waited keeps all that a driver promises.</summary>
[Collection(PoolRig.OneAtATime)]
public sealed class PoolContractTests(PoolRig rig) : HypervisorContract(rig), IClassFixture<PoolRig>;
