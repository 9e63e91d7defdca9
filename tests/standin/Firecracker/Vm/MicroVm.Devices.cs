using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Lobsterd.Standin.Firecracker.Api;
using Lobsterd.Standin.Firecracker.Rules;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>Drives, interfaces and the devices that the null machine has no use for.</summary>
internal sealed partial class MicroVm
{
    private const int SmallestMtu = 68;

    private readonly List<DriveDevice> drives = [];
    private readonly List<NicDevice> nics = [];
    private readonly List<JsonObject> pmems = [];
    private JsonObject? vsock;
    private Socket? vsockListener;

    internal Reply PutDrive(JsonObject body)
    {
        if (HasStarted) return RefuseHotplug();
        const string Prefix = "Drive config error: ";
        if ((body["path_on_host"] is null) == (body["socket"] is null)) throw new Fault(Prefix + "Unable to create the virtio block device: Invalid block config.");
        if (body["socket"] is not null) throw new Fault(Prefix + "stand-in: vhost-user drives are not played here");
        var same = drives.FindIndex(drive => drive.Id == Text(body, "drive_id"));
        if ((bool)body["is_root_device"]! && drives.Where((_, at) => at != same).Any(drive => drive.IsRoot))
            throw new Fault(Prefix + "A root block device already exists!");
        if ((bool)body["is_root_device"]! && pmems.Any(pmem => (bool?)pmem["root_device"] ?? false))
            throw new Fault(Prefix + "Attempt to add block as a root device while the root device defined as a pmem device");

        var opened = Prefixed(Prefix + "Unable to create the virtio block device: ", "", () => DriveDevice.Open(Complete(Bodies.Drive, body)));
        if (same >= 0)
        {
            drives[same].File.Close();
            drives[same] = opened;
        }
        else if (opened.IsRoot) drives.Insert(0, opened);
        else drives.Add(opened);
        return Reply.Done;
    }

    internal Reply ChangeDrive(JsonObject body)
    {
        const string Prefix = "Drive config error: Unable to patch the block device: Failed perform action on device: ";
        const string Advice = " Please verify the request arguments.";
        var at = drives.FindIndex(drive => drive.Id == Text(body, "drive_id"));
        if (at < 0) throw new Fault(Prefix + "Device not found" + Advice);
        if (body["path_on_host"] is null && body["rate_limiter"] is null) throw new Fault(Prefix + "Block: Running method expected different backend." + Advice);
        var changed = (JsonObject)drives[at].Config.DeepClone();
        if (body["path_on_host"] is { } path)
        {
            changed["path_on_host"] = path.DeepClone();
            var opened = Prefixed(Prefix + "Block: ", Advice, () => DriveDevice.Open(changed));
            drives[at].File.Close();
            drives[at] = opened;
        }
        Limit(drives[at].Config, body, "rate_limiter");
        return Reply.Done;
    }

    internal Reply PutNic(JsonObject body)
    {
        if (HasStarted) return RefuseHotplug();
        const string Prefix = "Network config error: ";
        var (name, mac) = (Text(body, "iface_id"), TextOrNull(body, "guest_mac"));
        if (mac is not null && nics.Any(nic => nic.Id != name && string.Equals(TextOrNull(nic.Config, "guest_mac"), mac, StringComparison.OrdinalIgnoreCase)))
            throw new Fault($"{Prefix}The MAC address is already in use: {mac}");

        // The old device goes before the new one is opened, and stays gone when that fails.
        var at = nics.FindIndex(nic => nic.Id == name);
        if (at >= 0)
        {
            Kernel.Close(nics[at].Tap);
            nics.RemoveAt(at);
        }
        if (body["mtu"] is { } mtu && int.Parse(mtu.ToJsonString(), CultureInfo.InvariantCulture) < SmallestMtu)
            throw new Fault($"{Prefix}Could not create the network device: MTU {mtu.ToJsonString()} is out of range [68, 65535]");
        var tap = Prefixed(Prefix + "Could not create the network device: ", "", () => TapDevice.Open(Text(body, "host_dev_name")));
        nics.Insert(at < 0 ? nics.Count : at, new NicDevice(Complete(Bodies.NetworkInterface, body), tap));
        return Reply.Done;
    }

    internal Reply ChangeNic(JsonObject body)
    {
        if (nics.Find(nic => nic.Id == Text(body, "iface_id")) is not { } found)
            throw new Fault("Network config error: Unable to update the net device: Failed perform action on device: Device not found");
        Limit(found.Config, body, "rx_rate_limiter");
        Limit(found.Config, body, "tx_rate_limiter");
        return Reply.Done;
    }

    internal Reply PutPmem(JsonObject body)
    {
        if (HasStarted) return RefuseHotplug();
        _ = pmems.RemoveAll(pmem => Text(pmem, "id") == Text(body, "id"));
        pmems.Add(Complete(Bodies.Pmem, body));
        return Reply.Done;
    }

    internal Reply ChangePmem(JsonObject body)
    {
        if (body["rate_limiter"] is null) return Reply.Done;
        if (pmems.Find(pmem => Text(pmem, "id") == Text(body, "id")) is not { } found)
            throw new Fault("Pmem config error: Unable to patch the pmem device: Failed perform action on device: Device not found Please verify the request arguments.");
        Limit(found, body, "rate_limiter");
        return Reply.Done;
    }

    internal Reply SetVsock(JsonObject body)
    {
        _ = Prefixed("Vsock config error: Cannot create backend for vsock device: ", "", () => BindVsock(body));
        return new Reply(204, IsDeprecated: body["vsock_id"] is not null);
    }

    private JsonObject BindVsock(JsonObject body)
    {
        // The one thing that is ever unlinked: the socket of the vsock before this one, also when this one then fails.
        if (vsock is not null) File.Delete(Text(vsock, "uds_path"));
        vsockListener?.Dispose();
        (vsock, vsockListener) = (null, null);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(Text(body, "uds_path")));
            socket.Listen();
        }
        catch (SocketException exception)
        {
            throw new Fault($"Error binding to the host-side Unix socket: {IoText.Of(exception.NativeErrorCode)}");
        }
        vsockListener = socket;
        return vsock = new JsonObject { ["guest_cid"] = body["guest_cid"]!.DeepClone(), ["uds_path"] = Text(body, "uds_path") };
    }

    // A missing bucket stays as it is, a bucket of zeros goes.
    private static void Limit(JsonObject config, JsonObject body, string name)
    {
        if (body[name] is not JsonObject wanted) return;
        var limiter = (JsonObject?)config[name]?.DeepClone() ?? new JsonObject { ["bandwidth"] = null, ["ops"] = null };
        foreach (var (bucket, value) in wanted)
            if (value is not null) limiter[bucket] = value["size"]!.ToJsonString() == "0" || value["refill_time"]!.ToJsonString() == "0" ? null : value.DeepClone();
        config[name] = limiter["bandwidth"] is null && limiter["ops"] is null ? null : limiter;
    }

    private static T Prefixed<T>(string prefix, string suffix, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Fault fault)
        {
            throw new Fault(prefix + fault.Message + suffix);
        }
    }
}
