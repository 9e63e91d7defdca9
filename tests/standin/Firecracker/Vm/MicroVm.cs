using System.Text.Json.Nodes;
using Lobsterd.Standin.Firecracker.Api;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>The VM behind the API: what it is set up with, and its three states.</summary>
internal sealed partial class MicroVm(string id, Log log, Metrics metrics, StandinChoice choice, FaultPlan faults)
{
    private readonly Dictionary<string, JsonObject> kept = new(StringComparer.Ordinal);

    private bool isOnBootPath;
    private RunState state;

    private enum RunState
    {
        NotStarted,
        Running,
        Paused,
    }

    private bool HasStarted => state != RunState.NotStarted;

    /// <summary>Does what was asked, if the state allows it.</summary>
    /// <exception cref="Fault">With the real program's words.</exception>
    internal Reply Do(Endpoint endpoint, JsonObject body)
    {
        if (HasStarted && !endpoint.When.HasFlag(Stage.After)) throw NotAfter();
        if (!HasStarted && !endpoint.When.HasFlag(Stage.Before)) throw NotBefore();
        if (!HasStarted && endpoint.IsBootPath) isOnBootPath = true;
        return endpoint.Act(this, body);
    }

    internal Reply Describe()
    {
        var words = state switch { RunState.NotStarted => "Not started", RunState.Running => "Running", _ => "Paused" };
        return Json(new JsonObject { ["id"] = id, ["state"] = words, ["vmm_version"] = "1.16.1", ["app_name"] = "Firecracker" });
    }

    internal static Reply Version() => Json(new JsonObject { ["firecracker_version"] = "1.16.1" });

    /// <summary>Keeps a body that changes nothing before the start.</summary>
    internal Reply Keep(string name, JsonObject body)
    {
        kept[name] = body;
        return Reply.Done;
    }

    internal static Reply RefuseHotplug() => throw new Fault("PCI is not enabled");

    internal Reply Act(JsonObject body)
    {
        switch (Text(body, "action_type"))
        {
            case "InstanceStart":
                if (HasStarted) throw NotAfter();
                Start();
                return Reply.Done;
            case "FlushMetrics":
                if (!HasStarted) throw NotBefore();
                metrics.Flush(machine?.Count());
                return Reply.Done;
            default:
                return HasStarted ? Reply.Done : throw NotBefore();
        }
    }

    internal Reply SetState(JsonObject body)
    {
        var pauses = Text(body, "state") == "Paused";
        if (machine is not null && pauses != (state == RunState.Paused))
        {
            if (pauses) machine.Pause();
            else machine.Resume();
        }
        state = pauses ? RunState.Paused : RunState.Running;
        return Reply.Done;
    }

    internal Reply SetLogger(JsonObject body)
    {
        if (TextOrNull(body, "log_path") is { } path && log.TryOpen(path) is { } why) throw new Fault($"Logger error: Failed to open target file: {why}");
        _ = log.TrySetLevel(TextOrNull(body, "level") ?? "Info");
        log.Adjust((bool?)body["show_level"], (bool?)body["show_log_origin"], TextOrNull(body, "module"));
        return Reply.Done;
    }

    internal Reply SetMetrics(JsonObject body)
    {
        const string Prefix = "Metrics error: Cannot initialize the metrics system due to bad user input: ";
        if (metrics.IsOpen) throw new Fault(Prefix + "Reinitialization of metrics not allowed.");
        if (metrics.TryOpen(Text(body, "metrics_path")) is { } why) throw new Fault(Prefix + why);
        return Reply.Done;
    }

    private static Fault NotAfter() => new("The requested operation is not supported after starting the microVM.");

    private static Fault NotBefore() => new("The requested operation is not supported before starting the microVM.");

    private static Reply Json(JsonNode? value) => new(200, JsonText.Of(value));

    private static string Text(JsonObject body, string name) => body[name]!.GetValue<string>();

    private static string? TextOrNull(JsonObject body, string name) => body[name]?.GetValue<string>();
}
