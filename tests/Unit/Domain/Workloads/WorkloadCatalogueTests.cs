using System.Text;
using System.Text.Json;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Workloads;
using Xunit;

namespace Lobsterd.Tests.Unit.Domain.Workloads;

public sealed class WorkloadCatalogueTests
{
    [Fact]
    public void gateway_and_openclaw_are_there_without_any_configuration()
    {
        var catalogue = new WorkloadCatalogue(new LobsterdConfig());

        Assert.Equal(["gateway", "openclaw"], catalogue.Names);
        Assert.Empty(catalogue.Find("gateway").Value.Command);
        Assert.Equal(WorkloadErrors.Unknown, catalogue.Find("nothing").Error.Code);
        Assert.Contains("gateway, openclaw", catalogue.Find("nothing").Error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void a_configured_workload_goes_before_a_built_in_one()
    {
        var config = Read("""{"workloads":{"openclaw":{"command":["/bin/mine"]}}}""");

        Assert.Equal(["/bin/mine"], new WorkloadCatalogue(config).Find("openclaw").Value.Command);
    }

    [Fact]
    public void the_gateway_waits_in_templates_and_what_is_configured_waits_where_it_says_so()
    {
        var catalogue = new WorkloadCatalogue(Read("""{"workloads":{"bot":{"command":["/bin/bot","{port}"],"user":"bot","inTemplate":"loaded"},"web":{"command":["/bin/web"]}}}"""));

        Assert.Equal(new PreparedWorkload("gateway", [], "tenant"), PreparedOf("gateway"));
        Assert.Equal(new PreparedWorkload("bot", ["/bin/bot", "9000"], "bot"), PreparedOf("bot"));
        Assert.Null(PreparedOf("web"));
        Assert.Null(PreparedOf("openclaw"));
        var elsewhere = WorkloadCatalogue.SpecOf("bot", catalogue.Find("bot").Value, 9_001, "", new Dictionary<string, string>());
        Assert.NotEqual(PreparedOf("bot"), PreparedWorkload.Of(elsewhere));

        PreparedWorkload? PreparedOf(string name) => WorkloadCatalogue.PreparedOf(name, catalogue.Find(name).Value);
    }

    [Fact]
    public void openclaw_takes_its_keys_as_variables_and_the_first_providers_model()
    {
        var config = Read("""{"providers":{"own":{"secret":"OWN_KEY","model":"own/model-1"}}}""");

        var workload = new WorkloadCatalogue(config).Find("openclaw").Value;

        Assert.Equal(WorkloadConfig.AsEnvironment, Assert.Single(workload.Secrets, secret => secret.Key == "OWN_KEY").Value);
        using var settings = JsonDocument.Parse(Assert.Single(workload.Files).Value.Content);
        Assert.Equal("own/model-1", settings.RootElement.GetProperty("agents").GetProperty("defaults").GetProperty("model").GetProperty("primary").GetString());
        Assert.Equal("token", settings.RootElement.GetProperty("gateway").GetProperty("auth").GetProperty("mode").GetString());
    }

    [Fact]
    public void the_token_reaches_the_environment_alone_and_the_port_everything()
    {
        var workload = new WorkloadConfig
        {
            Command = ["bot", "{port}", "{gatewayToken}"],
            Environment = new Dictionary<string, string> { ["TOKEN"] = "{gatewayToken}", ["AT"] = ":{port}" },
            Files = new Dictionary<string, WorkloadFileConfig> { ["/etc/bot"] = new() { Mode = "0640", Content = "{port} {gatewayToken}" } },
        };

        var spec = WorkloadCatalogue.SpecOf("bot", workload, 9_001, "planted", new Dictionary<string, string> { ["AT"] = "mine" });

        Assert.Equal(["bot", "9001", "{gatewayToken}"], spec.Command);
        Assert.Equal(("planted", "mine"), (spec.Environment["TOKEN"], spec.Environment["AT"]));
        Assert.Equal(("/etc/bot", 0x1A0, "9001 {gatewayToken}"), (spec.Files[0].Path, spec.Files[0].Mode, spec.Files[0].Content));
    }

    [Theory]
    [InlineData("""{"workloads":{"bot":{"files":{"etc/bot":{}}}}}""")]
    [InlineData("""{"workloads":{"bot":{"files":{"/etc/../bot":{}}}}}""")]
    [InlineData("""{"workloads":{"bot":{"files":{"/etc/bot":{"mode":"4755"}}}}}""")]
    [InlineData("""{"workloads":{"bot":{"secrets":{"KEY":"argument"}}}}""")]
    [InlineData("""{"workloads":{"bot":{"secrets":{"1KEY":"file"}}}}""")]
    [InlineData("""{"workloads":{"bot":{"onSecrets":"explode"}}}""")]
    [InlineData("""{"workloads":{"bot":{"commands":{"configure":[]}}}}""")]
    [InlineData("""{"workloads":{"bot":{"memoryMib":1}}}""")]
    [InlineData("""{"providers":{"own":{"secret":"OWN_KEY"}}}""")]
    public void what_cannot_be_is_refused(string document) => Assert.Equal(ConfigErrors.Invalid, ConfigReader.Read(Encoding.UTF8.GetBytes(document)).Error.Code);

    private static LobsterdConfig Read(string document) => ConfigReader.Read(Encoding.UTF8.GetBytes(document)).Value;
}
