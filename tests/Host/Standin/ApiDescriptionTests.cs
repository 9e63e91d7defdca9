using Lobsterd.Standin.Firecracker.Rules;
using Xunit;

namespace Lobsterd.Tests.Host.Standin;

/// <summary>The stand-in's rule table against Firecracker's own description of its API, field by field.</summary>
public sealed class ApiDescriptionTests(ITestOutputHelper output)
{
    private static readonly (string Definition, BodyRule Rule)[] Pairs =
    [
        ("MachineConfiguration", Bodies.MachineConfig), ("BootSource", Bodies.BootSource), ("Drive", Bodies.Drive), ("PartialDrive", Bodies.DriveUpdate),
        ("NetworkInterface", Bodies.NetworkInterface), ("PartialNetworkInterface", Bodies.NetworkInterfaceUpdate), ("RateLimiter", Bodies.RateLimiter),
        ("TokenBucket", Bodies.TokenBucket), ("Balloon", Bodies.Balloon), ("BalloonUpdate", Bodies.BalloonUpdate), ("BalloonStatsUpdate", Bodies.BalloonStatistics),
        ("Vsock", Bodies.Vsock), ("MmdsConfig", Bodies.MmdsConfig), ("EntropyDevice", Bodies.Entropy), ("SerialDevice", Bodies.Serial), ("Logger", Bodies.Logger),
        ("Metrics", Bodies.Metrics), ("Pmem", Bodies.Pmem), ("PartialPmem", Bodies.PmemUpdate), ("MemoryHotplugConfig", Bodies.MemoryHotplug),
        ("MemoryHotplugSizeUpdate", Bodies.MemoryHotplugUpdate), ("CpuConfig", Bodies.CpuConfig), ("InstanceActionInfo", Bodies.Action), ("Vm", Bodies.VmState),
        ("SnapshotCreateParams", Bodies.SnapshotCreate), ("SnapshotLoadParams", Bodies.SnapshotLoad), ("MemoryBackend", Bodies.MemoryBackend),
        ("NetworkOverride", Bodies.NetworkOverride), ("VsockOverride", Bodies.VsockOverride),
    ];

    // Where the program itself asks for more than its description says, or takes a word that it does not list.
    private static readonly string[] KnownDifferences =
    [
        "MemoryHotplugConfig.total_size_mib required", "MemoryHotplugSizeUpdate.requested_size_mib required", "Logger.level words",
    ];

    [Fact]
    public void the_rule_table_says_what_the_description_says()
    {
        var file = Environment.GetEnvironmentVariable("FIRECRACKER_API");
        if (string.IsNullOrEmpty(file)) Assert.Skip("needs Firecracker's API description");
        var description = ApiDescription.Read(file);
        var (differences, fields) = (new List<string>(), 0);
        foreach (var (definition, rule) in Pairs)
        {
            var described = description.Bodies[definition];
            differences.AddRange(described.Fields.Keys.Except(rule.Fields.Select(field => field.Name)).Select(name => $"{definition}.{name} missing"));
            foreach (var field in rule.Fields)
            {
                fields++;
                if (!described.Fields.TryGetValue(field.Name, out var told)) differences.Add($"{definition}.{field.Name} unknown");
                else differences.AddRange(Compare(description, definition, described, field, told));
            }
        }

        output.WriteLine($"{Pairs.Length} bodies, {fields} fields");
        Assert.Empty(differences.Except(KnownDifferences));
        Assert.Empty(KnownDifferences.Except(differences));
    }

    private static IEnumerable<string> Compare(ApiDescription description, string definition, DescribedBody described, FieldRule field, DescribedField told)
    {
        var name = $"{definition}.{field.Name}";
        if (described.Required.Contains(field.Name) != (field.Need == Need.Required)) yield return name + " required";
        var referred = told.Reference is { } reference ? description.Bodies[reference] : null;
        var words = told.Values.Count > 0 ? told.Values : referred?.Values ?? [];
        if (!words.Order().SequenceEqual(field.Type.Variants.Order())) yield return name + " words";
        if (KindOf(field.Type) != (referred is { Values.Count: 0 } ? "object" : referred is not null ? "string" : told.Type)) yield return name + " kind";
    }

    private static string KindOf(FieldType type) => type switch
    {
        { Body: not null } => "object",
        { Items: not null } => "array",
        { Most: not null } => "integer",
        _ when type == FieldType.Bool => "boolean",
        _ => "string",
    };
}
