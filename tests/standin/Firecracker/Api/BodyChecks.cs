using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Api;

/// <summary>What a body's fields must be together, judged before any state is.</summary>
internal static partial class BodyChecks
{
    private const string Prefix = "An error occurred when deserializing the json body of a request: ";

    private const uint SmallestCid = 3;

    internal static void Check(Endpoint endpoint, JsonObject body)
    {
        if (endpoint.Path == "snapshot/load")
        {
            var count = (body["mem_file_path"] is null ? 0 : 1) + (body["mem_backend"] is null ? 0 : 1);
            if (count == 0) throw new Fault(Prefix + "missing field: either `mem_backend` or `mem_file_path` is required.");
            if (count == 2) throw new Fault(Prefix + "too many fields: either `mem_backend` or `mem_file_path` exclusively is required.");
        }
        // The description's limit, which the real program does not hold.
        if (endpoint.Path == "vsock" && body["guest_cid"]!.GetValue<uint>() < SmallestCid) throw new Fault("stand-in: guest_cid must be 3 or more");
        if (body["guest_mac"] is { } mac && !Mac().IsMatch(mac.GetValue<string>())) throw new Fault(Prefix + "The provided MAC address is invalid.");
    }

    [GeneratedRegex("^([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}$")]
    private static partial Regex Mac();
}
