using System.Text;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Firecracker;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Hypervisors.Firecracker;

/// <summary>The requests that make a machine.</summary>
public sealed class FirecrackerMachineTests
{
    private static readonly IReadOnlyList<string> Boot =
        [.. FirecrackerMachine.Boot(new VmSize(Vcpus: 2, MemoryMib: 512), new Slot(7)).Select(request => $"{request.Method} {request.Path} {Encoding.UTF8.GetString(request.Body.Span)}")];

    [Fact]
    public void the_start_comes_last() => Assert.Equal("""PUT /actions {"action_type":"InstanceStart"}""", Boot[^1]);

    [Fact]
    public void only_the_tenants_own_disk_can_be_written_and_its_flushes_are_flushes() =>
        Assert.Equal(
            [
                """PUT /drives/image {"drive_id":"image","path_on_host":"/image","is_root_device":false,"is_read_only":true,"cache_type":"Unsafe"}""",
                """PUT /drives/overlay {"drive_id":"overlay","path_on_host":"/overlay","is_root_device":false,"is_read_only":false,"cache_type":"Writeback"}""",
            ],
            Boot.Where(request => request.Contains("/drives/", StringComparison.Ordinal)));

    [Fact]
    public void a_restored_vm_stays_paused_and_gets_its_own_tap()
    {
        var load = Encoding.UTF8.GetString(FirecrackerMachine.Load("/state", "/memory", new Slot(7)).Body.Span);

        Assert.Contains("\"resume_vm\":false", load, StringComparison.Ordinal);
        Assert.Contains("""{"backend_path":"/memory","backend_type":"File"}""", load, StringComparison.Ordinal);
        Assert.Contains("\"iface_id\":\"nic\"", load, StringComparison.Ordinal);
    }
}
