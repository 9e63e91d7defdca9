using System.Text.Json.Nodes;
using Lobsterd.Linux.Clocks;

namespace Lobsterd.Standin.Stand;

/// <summary>The stand-ins of jailer and Firecracker as one stand has them: with a choice of its own beside them, and a record of what they were asked.</summary>
public sealed class StandinPrograms
{
    private readonly string folder;
    private readonly string binaries;
    private readonly string machine;
    private IReadOnlyList<JsonObject> faults = [];
    private long tscKilohertz;

    /// <summary>Puts them into a folder.</summary>
    /// <param name="folder">Absolute path; made.</param>
    /// <param name="binaries">Where the published ones lie.</param>
    /// <param name="machine">What is behind the API: <c>null</c> or <c>qemu</c>.</param>
    public StandinPrograms(string folder, string binaries, string machine)
    {
        (this.folder, this.binaries, this.machine) = (folder, binaries, machine);
        _ = Directory.CreateDirectory(Records);
        foreach (var name in (string[])["firecracker", "jailer"]) File.Copy(Path.Combine(binaries, name), Path.Combine(folder, name));
        Choose();
    }

    /// <summary>Absolute path of Firecracker's stand-in; its jailer lies beside it.</summary>
    public string Firecracker => Path.Combine(folder, "firecracker");

    private string Records => Path.Combine(folder, "records");

    /// <summary>Decides how VMs that are started from now on behave.</summary>
    /// <param name="faults">What goes wrong in each; none unless said.</param>
    public void Choose(params IReadOnlyList<JsonObject> faults)
    {
        this.faults = faults;
        var choice = new JsonObject
        {
            ["machine"] = machine,
            ["tscKilohertz"] = tscKilohertz,
            ["vmm"] = Path.Combine(binaries, "lobsterd-null-vmm"),
            ["guest"] = Path.Combine(binaries, "lobsterd-guest"),
            ["record"] = Records,
            ["faults"] = new JsonArray([.. faults.Select(fault => fault.DeepClone())]),
        };
        File.WriteAllText(Path.Combine(folder, "standin.json"), choice.ToJsonString());
    }

    /// <summary>Finds out what a guest in software has to be told of the host's clock; once.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (machine != "qemu" || tscKilohertz != 0) return;
        tscKilohertz = (await TimestampCounter.MeasureKilohertzAsync(TimeProvider.System, cancellationToken)).Require();
        Choose(faults);
    }

    /// <summary>Every request that was made of every VM, one JSON object each.</summary>
    public IReadOnlyList<JsonObject> Requests() =>
        [.. Directory.EnumerateFiles(Records).SelectMany(File.ReadLines).Select(line => JsonNode.Parse(line)!.AsObject())];

    /// <summary>The requests that the API does not take, in words.</summary>
    public IReadOnlyList<string> Violations() =>
        [.. Requests().Where(request => request["violation"] is not null).Select(request => request.ToJsonString())];

    /// <summary>A configuration with the programs in it.</summary>
    /// <param name="config">The configuration's text; null for all defaults.</param>
    internal string Configure(string? config)
    {
        var whole = JsonNode.Parse(config ?? "{}")!.AsObject();
        var hypervisor = whole["hypervisor"]?.AsObject() ?? [];
        hypervisor["driver"] = "firecracker";
        hypervisor["firecrackerProgram"] = Firecracker;

        // Small: a null machine's memory is not a guest's, and many of them shall fit.
        if (machine == "null") hypervisor["memoryMib"] ??= 64;
        whole["hypervisor"] = hypervisor.DeepClone();
        return whole.ToJsonString();
    }
}
