using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>An eviction over Firecracker's stand-ins: the service killed at every point.</summary>
public sealed class FirecrackerEvictCrashTests : CrashMatrix
{
    [Fact]
    public Task an_eviction_goes_through_whatever_happens() => EvictAsync(StandMachine.FirecrackerNull, "evict on Firecracker");
}
