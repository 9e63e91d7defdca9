using System.Text.Json.Nodes;

namespace Lobsterd.Tests.EndToEnd.Firecracker;

/// <summary>What can go wrong with a Firecracker, as its stand-in is told.</summary>
internal static class Faults
{
    // The requests of a cold boot: what it is, machine, kernel, two disks, card, entropy, start.
    internal const int Start = 8;

    private const string Afterwards = "ends once it runs";

    /// <summary>Every kind of fault, at the requests where it makes a difference, by a name for people.</summary>
    internal static IReadOnlyDictionary<string, JsonObject> All { get; } = new Dictionary<string, JsonObject>
    {
        ["dies before it has said what it is"] = At("die", 1, code: 1),
        ["dies over a disk by a forbidden system call"] = At("die", 4, code: 148),
        ["dies over the start"] = At("die", Start, code: 1),
        ["refuses the kernel"] = At("refuse", 3),
        ["refuses the start"] = At("refuse", Start),
        ["answers garbage"] = At("garbage", 5),
        ["answers half"] = At("half", 6),
        ["never answers"] = At("hang", 7),
        ["never opens its socket"] = new JsonObject { ["kind"] = "no-socket" },
        ["ends once it runs: a reset"] = Exit(0),
        ["ends once it runs: an error"] = Exit(1),
        ["ends once it runs: a forbidden system call"] = Exit(148),
        ["ends once it runs: memory that is not there"] = Exit(149),
        ["ends once it runs: an invalid access"] = Exit(150),
        ["ends once it runs: a file too large"] = Exit(151),
        ["ends once it runs: an illegal instruction"] = Exit(157),
    };

    /// <summary>One of each way to fail: at what is asked of it, at once or only when its bound is over, and afterwards.</summary>
    internal static IReadOnlyDictionary<string, JsonObject> Kinds { get; } =
        All.Where(fault => !fault.Key.StartsWith(Afterwards, StringComparison.Ordinal) || fault.Key.EndsWith("reset", StringComparison.Ordinal) || fault.Key.EndsWith("not there", StringComparison.Ordinal)).ToDictionary();

    /// <summary>Whether a fault shows only when a bound is over.</summary>
    internal static bool IsSlow(string fault) => fault.StartsWith("never", StringComparison.Ordinal);

    /// <summary>A file that it leaves in its jail; no failure.</summary>
    internal static JsonObject Leaving(string file) => new() { ["kind"] = "leave", ["file"] = file };

    private static JsonObject At(string kind, int request, int code = 0) => new() { ["kind"] = kind, ["at"] = request, ["code"] = code };

    private static JsonObject Exit(int code) => new() { ["kind"] = "exit", ["code"] = code };
}
