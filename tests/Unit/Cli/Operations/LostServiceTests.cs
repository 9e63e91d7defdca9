using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Operations;

/// <summary>A service that goes away while a command waits.</summary>
public sealed class LostServiceTests
{
    private const string Id = "01a21b3e-f6df-70ca-93ee-ed8e7f6c1d76";

    private const string Tenant =
        """{"id":"01a21b3e-f6df-70ca-93ee-ed8e7f6c1d77","name":"alice","state":"running","desired":"running","reason":null,"mode":"manual","url":"http://alice.test/","ip":"10.66.0.2","tap":"lob0","slot":0,"pid":1,"hypervisor":"qemu","image":"minimal","imageHash":"00","vcpus":1,"memoryMib":64,"diskBytes":1,"workload":"gateway","port":9000,"publish":[],"egress":"open","unlimitedIn":[],"createdAt":"2026-01-01T00:00:00+00:00"}""";

    [Fact]
    public async Task the_command_waits_on_with_the_next_service_and_shows_no_step_twice()
    {
        await using var service = new ScriptedService(
            ScriptedService.Events(Operation("operation", "running"), Step("reserve", "succeeded")),
            ScriptedService.Events(Operation("operation", "running"), Step("reserve", "succeeded"), Step("disk", "succeeded"), Operation("ended", "succeeded", Tenant)));

        var run = await new CliStand(service.Paths).RunAsync("spawn", "alice");

        Assert.Equal((0, "http://alice.test/\n"), (run.Code, run.Out));
        Assert.Equal(
            "ok     0.010s  reserve\nspawn alice: the service went away; its operations go on with the next one\nok     0.010s  disk\n", run.Error);
        Assert.StartsWith("POST /v1/tenants HTTP/1.1 Idempotency-Key: ", service.Heard[0], StringComparison.Ordinal);
        Assert.Equal($"GET /v1/operations/{Id} HTTP/1.1", service.Heard[1]);
    }

    [Fact]
    public async Task a_service_that_is_gone_is_started_again()
    {
        await using var service = new ScriptedService(
            ScriptedService.Events(Operation("operation", "running")), "", ScriptedService.Events(Operation("ended", "succeeded", Tenant)));
        var cli = new CliStand(service.Paths)
        {
            OnStart = () =>
            {
                service.Open();
                return UnitResult.Success<LobsterError>();
            },
        };

        var run = await cli.RunAsync("spawn", "alice");

        Assert.Equal((0, 1), (run.Code, cli.Starts));
    }

    [Fact]
    public async Task an_operation_that_the_next_service_does_not_know_is_asked_for_again_under_its_key()
    {
        await using var service = new ScriptedService(
            ScriptedService.Events(Operation("operation", "running")),
            Problem(404, "operation.id.unknown", "Not found"),
            Problem(409, "tenant.name.taken", "Conflict"),
            ScriptedService.Json(Tenant));

        var run = await new CliStand(service.Paths).RunAsync("spawn", "alice");

        Assert.Equal((0, "http://alice.test/\n"), (run.Code, run.Out));
        Assert.Equal(service.Heard[0], service.Heard[2]);
    }

    private static string Operation(string name, string state, string result = "null") =>
        $$"""
        event: {{name}}
        data: {"id":"{{Id}}","kind":"tenant.spawn","tenant":"alice","state":"{{state}}","startedAt":"2026-01-01T00:00:00+00:00","endedAt":null,"steps":[],"error":null,"result":{{result}},"image":null}


        """;

    private static string Step(string step, string happened) =>
        $$"""
        event: step
        data: {"step":"{{step}}","event":"{{happened}}","elapsedMs":10,"code":null}


        """;

    private static string Problem(int status, string code, string title) => ScriptedService.Json(
        $$"""{"type":"urn:lobsterd:{{code}}","title":"{{title}}","status":{{status}},"detail":"so it is","code":"{{code}}","hint":null,"traceId":null}""",
        status,
        "application/problem+json");
}
