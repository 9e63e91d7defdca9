using System.Text;
using CsCheck;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Rates;
using Lobsterd.Domain.Registry;
using Lobsterd.Domain.Schedules;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;
using Lobsterd.Host.Registry;
using Lobsterd.Tests.Fixtures;
using Lobsterd.Tests.Unit.Engine.Registry;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Registry;

public sealed class RegistryCodecTests
{
    private static readonly string Files = Path.Combine(RepositoryRoot.Path, "tests/Unit/Host/Registry/files");
    private static readonly string Present = $"schema-{RegistrySnapshot.CurrentSchema}.json";

    private static readonly Gen<RegistrySnapshot> Snapshot = Gen.Select(Gen.Bool, Gen.Int[0, 20]).Array[0, 60].Select(history =>
    {
        var registry = RegistrySnapshot.Empty;
        foreach (var (isReserve, number) in history)
        {
            var name = TenantName.Parse($"t{number}").Value;
            var tenant = Tenants.Named(name.Value) with
            {
                Observed = (ObservedState)(number % 9),
                Mode = (TenantMode)(number % 3),
                Reason = number % 2 == 0 ? "\"quoted\" \n ünd 🦞" : null,
                Publish = [new PublishedPort(1000 + number, 80)],
                Labels = number % 3 == 0 ? TenantLabels.None : new Dictionary<string, string> { ["team"] = $"{number} 🦞" },
                Rates = (number % 4) switch { 0 => null, 1 => RateLimits.Read("1M:3M", null, "500iops").Value, 2 => RateLimits.Read(null, "128K", null).Value, _ => RateLimits.Read("1G", "1G", "1M,20:40iops").Value },
                IdleAfterMs = number % 5 == 0 ? null : number * 1_000,
                Snaps = new SnapRule(number % 3 == 0 ? null : $"{number + 1}h", number % 4 == 0 ? null : number + 1),
                Environment = new Dictionary<string, string> { ["KEY"] = $"value {number}" },
                Proof = (number % 4) switch
                {
                    0 => null,
                    1 => new SleepProof(DateTimeOffset.UnixEpoch.AddDays(number), ProofOutcome.Loaded, null),
                    2 => new SleepProof(DateTimeOffset.UnixEpoch.AddDays(number), ProofOutcome.Checked, "memory is short"),
                    _ => new SleepProof(DateTimeOffset.UnixEpoch.AddDays(number), ProofOutcome.Failed, "damaged"),
                },
                Hold = number % 5 == 0 ? new OperatorWord(DateTimeOffset.UnixEpoch.AddDays(number), "import") : null,
                Due = number % 3 == 0 ? new ScheduleDue(DateTimeOffset.UnixEpoch.AddDays(number), "beat") : null,
                Vm = number % 4 == 0 ? new VmProcess(number, 99, Guid.NewGuid(), "7.2.22") : null,
            };
            if (isReserve && RegistryEdits.Reserve(registry, tenant, 1024).TryGetValue(out var change)) registry = change.Next;
            else if (registry.Tenants.TryGetValue(name, out var held))
                registry = RegistryEdits.Forget(registry, name, held.Id, DateTimeOffset.UnixEpoch.AddSeconds(number)).Next;
        }

        return registry with { Generation = history.Length };
    });

    public static TheoryData<string> Damaged =>
    [
        "", " ", "{", "null", "[]", "1", "\"text\"", "{}", "\0\0\0\0", "{\"schema\":1}", "{\"schema\":\"1\"}", "{\"schema\":1.5}", "{\"schema\":0}",
        "{\"schema\":-1}", "{\"schema\":99999999999}", Edited("\"generation\": 42", "\"generation\": -1"), Edited("\"nextSlot\": 4", "\"nextSlot\": 3"),
        Edited("\"nextSlot\": 4", "\"nextSlot\": 999999"), Edited("\"slot\":1,\"desired\"", "\"slot\":3,\"desired\""),
        Edited("\"slot\":1,\"desired\"", "\"slot\":2,\"desired\""), Edited("\"name\":\"bob\"", "\"name\":\"alice\""), Edited("\"name\":\"bob\"", "\"name\":\"../etc\""),
        Edited("0f3b6f1c2a11", "0f3b6f1c2a10"), Edited("\"observed\":\"failed\"", "\"observed\":\"confused\""), Edited("\"mode\":\"manual\"", "\"mode\":7"),
        Edited("\"port\":80", "\"port\":0"), Edited("\"vcpus\":2", "\"vcpus\":0"), Edited("\"memoryMib\":512", "\"memoryMib\":1e99"),
        Edited("\"schema\": 5", "\"schema\": 5, \"schema\": 3"), Edited("\"schema\": 5", "\"schema\": 5, \"colour\": 1"), Edited("}\n  ]\n}", "}"),
        Edited("\"agentToken\":\"a2\",", ""), Edited("\"slot\":0,\"freedAt\"", "\"slot\":2,\"freedAt\""), Edited("\"slot\":0,\"freedAt\"", "\"slot\":-1,\"freedAt\""),
        Edited("\"keep\":28", "\"keep\":0"), Edited("\"keep\":28", "\"keep\":100001"), Edited("\"every\":\"6h\"", "\"every\":\"\""), Edited("\"every\":\"6h\"", $"\"every\":\"{new string('6', 201)}\""),
    ];

    [Fact]
    public void a_registry_reads_back_as_it_was_written() =>
        Snapshot.Sample(snapshot => Bytes(RegistryCodec.Read(new RegistryCodec().Write(snapshot)).Value) == Bytes(snapshot));

    [Fact]
    public void every_schema_that_ever_was_can_be_read()
    {
        var files = Directory.GetFiles(Files, "schema-*.json");

        Assert.Equal(Enumerable.Range(1, RegistrySnapshot.CurrentSchema).Select(schema => $"schema-{schema}.json"), files.Select(Path.GetFileName).Order());
        Assert.All(files, file => Assert.Equal(["alice", "bob"], RegistryCodec.Read(File.ReadAllBytes(file)).Value.Tenants.Keys.Select(name => name.Value)));
    }

    [Fact]
    public void a_rule_for_snaps_in_a_time_zone_that_this_host_does_not_know_keeps_no_registry_from_being_read() =>
        Assert.True(RegistryCodec.Read(Encoding.UTF8.GetBytes(Edited("Europe/Berlin", "Mars/Olympus"))).IsSuccess);

    [Fact]
    public void the_present_schema_is_written_byte_for_byte_as_it_was()
    {
        var file = File.ReadAllText(Path.Combine(Files, Present));

        Assert.Equal(file, Bytes(RegistryCodec.Read(Encoding.UTF8.GetBytes(file)).Value));
    }

    [Theory]
    [MemberData(nameof(Damaged))]
    public void a_damaged_registry_is_refused_with_a_code(string document)
    {
        var error = RegistryCodec.Read(Encoding.UTF8.GetBytes(document)).Error;

        Assert.Contains(error.Code, (Lobsterd.Domain.Errors.ErrorCode[])[RegistryErrors.Damaged, RegistryErrors.Inconsistent]);
    }

    [Fact]
    public void a_newer_schema_is_recognised_whatever_else_it_holds() =>
        Assert.Equal(RegistryErrors.FromTheFuture, RegistryCodec.Read("""{ "schema": 6, "novelty": [] }"""u8.ToArray()).Error.Code);

    [Fact]
    public void a_truncated_registry_is_refused_at_every_length()
    {
        var whole = File.ReadAllBytes(Path.Combine(Files, Present));

        // The last byte is a line feed: without it the document is whole.
        for (var length = 0; length < whole.Length - 1; length++) Assert.True(RegistryCodec.Read(whole.AsMemory(0, length)).IsFailure);
    }

    [Fact]
    public void random_bytes_are_refused_and_never_throw() =>
        Gen.Byte.Array[0, 400].Sample(bytes => RegistryCodec.Read(bytes).IsFailure, iter: 20_000);

    private static string Edited(string before, string after)
    {
        var text = File.ReadAllText(Path.Combine(Files, Present));
        Assert.Contains(before, text, StringComparison.Ordinal);
        return text.Replace(before, after, StringComparison.Ordinal);
    }

    private static string Bytes(RegistrySnapshot snapshot) => Encoding.UTF8.GetString(new RegistryCodec().Write(snapshot).Span);
}
