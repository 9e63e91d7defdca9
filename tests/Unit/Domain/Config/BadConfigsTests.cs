using System.Text;
using System.Text.Json.Nodes;
using Lobsterd.Domain.Config;
using Xunit;

namespace Lobsterd.Tests.Unit.Domain.Config;

public sealed class BadConfigsTests(ITestOutputHelper output)
{
    // Path, what stands there, what is expected there. No path is there twice, so that they also make one document together.
    private static readonly (string Path, string Found, string Expected)[] Faults =
    [
        ("domain", "7", "a DNS name"),
        ("caddy.tls", "\"maybe\"", "one of off, internal, files, on-demand"),
        ("caddy.listen", "\":80\"", "a list of at most 16"),
        ("caddy.certificateFile", "\"cert.pem\"", "an absolute path, or null"),
        ("caddy.keyFile", "false", "an absolute path, or null"),
        ("caddy.admin", "\"ftp://localhost\"", "an http URL or unix//PATH, or null"),
        ("caddy.adminOrigin", "\"two words\"", "a text of 1 to 253 visible characters, or null"),
        ("caddy.askPort", "0", "a whole number from 1 to 65535"),
        ("caddy.program", "null", "an absolute path"),
        ("caddy.colour", "1", "?tls, listen, certificateFile, keyFile, admin, adminOrigin, askPort, program"),
        ("edge.connectTimeoutMs", "99", "a whole number from 100 to 60000"),
        ("edge.activityTimeoutMs", "86400001", "a whole number from 1000 to 86400000"),
        ("edge.maxHeaderBytes", "1e99", "a whole number from 1024 to 1048576"),
        ("edge.maxBodyBytes", "-1", "a whole number from 0 to 1125899906842624"),
        ("edge.maxInFlightPerTenant", "\"1\"", "a whole number from 1 to 65536"),
        ("edge.connecttimeoutMs", "100", "?connectTimeoutMs, activityTimeoutMs, maxHeaderBytes, maxBodyBytes, maxInFlightPerTenant, drainMs"),
        ("reef.socketGroup", "\"Wheel\"", "a group's name, or null"),
        ("hypervisor.driver", "\"xen\"", "one of auto, firecracker, qemu"),
        ("hypervisor.qemuProgram", "\"qemu\"", "an absolute path"),
        ("hypervisor.vcpus", "33", "a whole number from 1 to 32, or null"),
        ("hypervisor.memoryMib", "\"512M\"", "a whole number from 64 to 1048576, or null"),
        ("hypervisor.memoryReserveMib", "1.5", "a whole number from 0 to 1048576"),
        ("hypervisor.bootTimeoutMs", "true", "a whole number from 1000 to 600000"),
        ("network.pool", "\"10.66.0.1/16\"", "an IPv4 network such as 10.66.0.0/16, prefix length 8 to 28"),
        ("network.dns[0]", "\"nine\"", "an IPv4 address"),
        ("network.dns[1]", "\"::1\"", "an IPv4 address"),
        ("network.dns[2]", "\"9.9.9\"", "an IPv4 address"),
        ("network.maxConnections", "null", "a whole number from 1 to 65536"),
        ("images.default", "\"\"", "an image's name"),
        ("images.recipes", "\"~/images\"", "an absolute path, or null"),
        ("images.mirror", "\"deb.debian.org\"", "an http or https URL, or null"),
        ("overlay.sizeBytes", "1048576", "a whole number from 67108864 to 17592186044416"),
        ("overlay.reserveBytes", "9223372036854775808", "a whole number from 0 to 1152921504606846976, or null"),
        ("agent.answerTimeoutMs", "60001", "a whole number from 100 to 60000"),
        ("agent.workloadTimeoutMs", "{}", "a whole number from 100 to 600000"),
        ("agent.shutdownTimeoutMs", "[1]", "a whole number from 100 to 600000"),
        ("workloads.web.command[0]", "1", "a text without zero bytes"),
        ("workloads.web.command[1]", "null", "a text without zero bytes"),
        ("workloads.web.command[2]", "\"\\u0000\"", "a text without zero bytes"),
        ("workloads.web.user", "\"root\"", "a user other than root"),
        ("workloads.web.port", "65536", "a whole number from 1 to 65535"),
        ("workloads.web.environment.A", "1", "a text without zero bytes"),
        ("workloads.web.environment.B", "null", "a text without zero bytes"),
        ("workloads.web.shell", "true", "?command, user, port, memoryMib, healthPath, readyTimeoutMs, environment, files, secrets, onSecrets, inTemplate, beforeSleep, commands"),
        ("workloads.bot", "\"bot\"", "an object"),
        ("workloads.nil", "null", "an object"),
        ("workloads.list", "[]", "an object"),
        ("workloads.envy.environment", "[\"A=b\"]", "an object"),
        ("workloads.mighty.user", "\"Root\"", "a user other than root"),
        ("nonsense", "true", "?domain, caddy, edge, wake, reef, hypervisor, network, rates, images, overlay, snap, agent, watchdog, posture, events, telemetry, providers, workloads"),
    ];

    private static readonly string[] Whole =
    [
        "", " ", "{", "}", "[]", "null", "1", "\"{}\"", "{\"domain\":\"a\",\"domain\":\"b\"}", "{\"domain\":}", "{domain:\"a\"}", "{\"domain\":\"a\"} {}", "{'domain':'a'}",
        "{\"domain\":\"\\ud800\"}", "{\"domain\":\"a\"", "\ufeff{\"domain\"", "{\"caddy\":[]}", "{\"workloads\":{\"Bad Name\":{}}}", "{\"workloads\":{\"a\":{\"environment\":{\"A-B\":\"c\"}}}}",
        "{\"caddy\":{\"tls\":\"files\"}}", "{\"overlay\":{\"sizeBytes\":67108865}}", "{\"workloads\":{\"web\":{\"port\":52}}}", "{\"workloads\":{\"web\":{\"inTemplate\":true}}}", "{\"caddy\":{\"listen\":[\"8080\"]}}",
    ];

    [Fact]
    public void each_fault_names_its_path_what_was_found_and_what_was_expected()
    {
        Assert.Equal(Faults.Length, Faults.Select(fault => fault.Path).Distinct().Count());
        Assert.True(Faults.Length >= 50);
        Assert.All(Faults.Where(fault => !IsLaterInAList(fault.Path)), fault => Assert.Equal([LineOf(fault)], FaultsOf(Document([fault]))));
        output.WriteLine($"{Faults.Length} bad values, {Whole.Length} bad documents refused");
    }

    [Fact]
    public void all_faults_of_a_document_are_told_at_once() =>
        Assert.Equal(Faults.Select(LineOf).Order(StringComparer.Ordinal), FaultsOf(Document(Faults)).Order(StringComparer.Ordinal));

    [Fact]
    public void documents_that_are_none_or_break_a_rule_as_a_whole_are_refused() =>
        Assert.All(Whole, document => Assert.All(FaultsOf(document), line => Assert.Matches(@"^\$[^:]*: .+", line)));

    private static string LineOf((string Path, string Found, string Expected) fault) => fault.Expected[0] == '?'
        ? $"$.{fault.Path}: unknown, expected one of {fault.Expected[1..]}"
        : $"$.{fault.Path}: {Shown(fault.Found)}, expected {fault.Expected}";

    private static string Shown(string found) => found[0] switch { '{' => "an object", '[' => $"a list of {JsonNode.Parse(found)!.AsArray().Count}", _ => found };

    private static bool IsLaterInAList(string path) => path.EndsWith(']') && !path.EndsWith("[0]", StringComparison.Ordinal);

    private static string[] FaultsOf(string document)
    {
        var error = ConfigReader.Read(Encoding.UTF8.GetBytes(document)).Error;
        Assert.Equal(ConfigErrors.Invalid, error.Code);
        return error.Message.Split('\n');
    }

    private static string Document(IEnumerable<(string Path, string Found, string Expected)> faults)
    {
        var root = new JsonObject();
        foreach (var (path, found, _) in faults)
        {
            var parts = path.Split('.');
            var section = root;
            foreach (var part in parts[..^1]) section = (JsonObject)(section[part] ??= new JsonObject());
            if (parts[^1].Split('[') is [var list, _]) ((JsonArray)(section[list] ??= new JsonArray())).Add(JsonNode.Parse(found));
            else section[parts[^1]] = JsonNode.Parse(found);
        }

        return root.ToJsonString();
    }
}
