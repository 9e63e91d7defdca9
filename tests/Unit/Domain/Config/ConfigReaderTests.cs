using System.Text;
using System.Text.Json;
using Lobsterd.Domain.Config;
using Xunit;

namespace Lobsterd.Tests.Unit.Domain.Config;

public sealed class ConfigReaderTests
{
    [Fact]
    public void an_empty_object_is_all_defaults() => Assert.Equal(Render(new LobsterdConfig()), Render(Read("{}").Value));

    [Fact]
    public void the_defaults_read_back_as_themselves() =>
        Assert.Equal(Render(new LobsterdConfig()), Render(Read(Render(new LobsterdConfig())).Value));

    [Fact]
    public void the_machine_that_tests_have_instead_of_a_hypervisor_is_none_that_can_be_asked_for() =>
        Assert.Contains("expected one of auto, firecracker, qemu", Read("""{ "hypervisor": { "driver": "null" } }""").Error.FullMessage, StringComparison.Ordinal);

    [Fact]
    public void every_fault_is_told_at_once_with_path_found_and_expected()
    {
        var error = Read("""
            {
              "domain": "UPPER.example",
              "caddy": { "tls": "maybe", "colour": 1 },
              "hypervisor": { "vcpus": 33, "memoryMib": "much" },
              "network": { "pool": "10.66.0.1/16", "dns": ["9.9.9.9", "nine"] },
              "workloads": { "Bad Name": {}, "web": { "user": "root" } },
              "nonsense": true
            }
            """).Error;

        Assert.Equal(ConfigErrors.Invalid, error.Code);
        Assert.Equal(
            [
                "$.domain: \"UPPER.example\", expected a DNS name",
                "$.caddy.tls: \"maybe\", expected one of off, internal, files, on-demand",
                "$.caddy.colour: unknown, expected one of tls, listen, certificateFile, keyFile, admin, adminOrigin, askPort, program",
                "$.hypervisor.vcpus: 33, expected a whole number from 1 to 32, or null",
                "$.hypervisor.memoryMib: \"much\", expected a whole number from 64 to 1048576, or null",
                "$.network.pool: \"10.66.0.1/16\", expected an IPv4 network such as 10.66.0.0/16, prefix length 8 to 28",
                "$.network.dns[1]: \"nine\", expected an IPv4 address",
                "$.workloads.Bad Name: a bad name, expected a workload's name: lower-case letters, digits and hyphens",
                "$.workloads.web.user: \"root\", expected a user other than root",
                "$.nonsense: unknown, expected one of domain, caddy, edge, wake, reef, hypervisor, network, rates, images, overlay, snap, agent, watchdog, posture, events, telemetry, providers, workloads",
            ],
            error.Message.Split('\n'));
    }

    [Theory]
    [InlineData("""{ "caddy": { "tls": "files" } }""", "$.caddy.certificateFile")]
    [InlineData("""{ "overlay": { "sizeBytes": 67108865 } }""", "$.overlay.sizeBytes")]
    [InlineData("""{ "workloads": { "web": { "port": 52 } } }""", "$.workloads.web.port")]
    [InlineData("""{ "domain": "a", "domain": "b" }""", "$")]
    [InlineData("", "$")]
    [InlineData("[]", "$")]
    [InlineData("null", "$")]
    public void rules_across_values_and_broken_documents_name_their_path(string document, string path) =>
        Assert.StartsWith(path + ":", Read(document).Error.Message, StringComparison.Ordinal);

    [Fact]
    public void the_description_has_every_member_of_the_records_and_no_other()
    {
        using var written = JsonDocument.Parse(Render(new LobsterdConfig()));

        AssertSame(ConfigSchema.Root, written.RootElement, "$");
    }

    private static void AssertSame(ConfigType.Section section, JsonElement written, string path)
    {
        Assert.Equal(
            written.EnumerateObject().Select(member => $"{path}.{member.Name}").Order(),
            section.Fields.Select(field => $"{path}.{field.Name}").Order());
        foreach (var field in section.Fields)
            if (field.Type is ConfigType.Section inner) AssertSame(inner, written.GetProperty(field.Name), $"{path}.{field.Name}");
    }

    private static CSharpFunctionalExtensions.Result<LobsterdConfig, Lobsterd.Domain.Errors.LobsterError> Read(string document) =>
        ConfigReader.Read(Encoding.UTF8.GetBytes(document));

    private static string Render(LobsterdConfig config) => JsonSerializer.Serialize(config, ConfigJson.Default.LobsterdConfig);
}
