using System.Text;
using Lobsterd.Domain.Rates;
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

    [Fact]
    public void rates_are_buckets_that_fill_in_the_time_in_which_so_much_flows_in()
    {
        var rates = RateLimits.Read("10M:40M", "5M", "50M:100M,500iops").Value;

        var bound = FirecrackerMachine.Boot(new VmSize(1, 256), new Slot(7), rates).Select(request => Encoding.UTF8.GetString(request.Body.Span)).Where(body => body.Contains("rate_limiter", StringComparison.Ordinal));

        Assert.Equal(
            [
                """{"drive_id":"overlay","path_on_host":"/overlay","is_root_device":false,"is_read_only":false,"cache_type":"Writeback","rate_limiter":{"bandwidth":{"size":104857600,"refill_time":2000},"ops":{"size":500,"refill_time":1000}}}""",
                """{"iface_id":"nic","host_dev_name":"lob7","guest_mac":"02:6d:00:00:00:02","rx_rate_limiter":{"bandwidth":{"size":41943040,"refill_time":4000}},"tx_rate_limiter":{"bandwidth":{"size":5242880,"refill_time":1000}}}""",
            ],
            bound);
    }

    [Fact]
    public void a_restored_vm_is_bounded_before_it_runs()
    {
        IEnumerable<string> Changes(RateLimits? rates) => FirecrackerMachine.Bound(rates).Select(request => $"{request.Method} {request.Path} {Encoding.UTF8.GetString(request.Body.Span)}");

        Assert.Empty(Changes(null));
        Assert.Equal(["""PATCH /drives/overlay {"drive_id":"overlay","rate_limiter":{"ops":{"size":500,"refill_time":1000}}}"""], Changes(RateLimits.Read(null, null, "500iops").Value));
        Assert.Equal(
            ["""PATCH /network-interfaces/nic {"iface_id":"nic","tx_rate_limiter":{"bandwidth":{"size":1048576,"refill_time":1000}}}"""], Changes(RateLimits.Read(null, "1M", null).Value));
    }
}
