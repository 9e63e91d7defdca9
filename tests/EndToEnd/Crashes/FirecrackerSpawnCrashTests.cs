using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>A spawn over Firecracker's stand-ins: the service killed at every point.</summary>
/// <remarks>Each of these matrices is a class of its own, so that two of them run side by side.</remarks>
public sealed class FirecrackerSpawnCrashTests : CrashMatrix
{
    [Fact]
    public Task a_spawn_leaves_a_whole_tenant_or_none() => SpawnAsync(StandMachine.FirecrackerNull, "spawn on Firecracker");
}
