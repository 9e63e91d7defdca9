using System.CommandLine;
using Lobsterd.Cli.Commands;
using Lobsterd.Cli.Ui;
using Lobsterd.Tests.Unit.Architecture;
using Lobsterd.Tests.Unit.Reef;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Commands;

/// <summary>What a person can do on the command line, a program can do by the API.</summary>
public sealed class ApiTwinTests(ReefServer server) : IClassFixture<ReefServer>
{
    private static readonly Dictionary<string, string[]> Twins = new()
    {
        ["spawn"] = ["POST /v1/tenants"],
        ["suspend"] = ["POST /v1/tenants/{name}/suspend"],
        ["resume"] = ["POST /v1/tenants/{name}/resume"],
        ["fork"] = ["POST /v1/tenants/{name}/fork"],
        ["stop"] = ["POST /v1/tenants/{name}/stop"],
        ["start"] = ["POST /v1/tenants/{name}/start"],
        ["restart"] = ["POST /v1/tenants/{name}/restart"],
        ["set"] = ["PATCH /v1/tenants/{name}"],
        ["evict"] = ["DELETE /v1/tenants/{name}"],
        ["tank"] = ["GET /v1/tenants", "GET /v1/stats"],
        ["logs"] = ["GET /v1/tenants/{name}/logs", "GET /v1/logs"],
        ["events"] = ["GET /v1/events", "GET /v1/tenants/{name}/events"],
        ["schedules"] = ["GET /v1/tenants/{name}/schedules"],
        ["upgrade-plan"] = ["GET /v1/upgrade-plan"],
        ["why"] = ["GET /v1/tenants/{name}/why"],
        ["stats"] = ["GET /v1/tenants/{name}/stats", "GET /v1/stats"],
        ["inspect"] = ["GET /v1/tenants/{name}", "GET /v1/tenants/{name}/stats"],
        ["exec"] = ["GET /v1/tenants/{name}/exec"],
        ["cp"] = ["GET /v1/tenants/{name}/files"],
        ["port-forward"] = ["GET /v1/tenants/{name}/forward"],
        ["token"] = ["GET /v1/tenants/{name}/token"],
        ["secrets set"] = ["PUT /v1/tenants/{name}/secrets/{key}"],
        ["secrets ls"] = ["GET /v1/tenants/{name}/secrets"],
        ["secrets rm"] = ["DELETE /v1/tenants/{name}/secrets/{key}"],
        ["configure"] = ["GET /v1/tenants/{name}/exec"],
        ["devices"] = ["GET /v1/tenants/{name}/exec"],
        ["egress"] = ["GET /v1/tenants/{name}", "PUT /v1/tenants/{name}/egress"],
        ["snap"] = ["POST /v1/tenants/{name}/snaps"],
        ["snap ls"] = ["GET /v1/snaps", "GET /v1/tenants/{name}/snaps"],
        ["snap rm"] = ["DELETE /v1/tenants/{name}/snaps/{snap}"],
        ["snap verify"] = ["POST /v1/tenants/{name}/snaps/{snap}/verify"],
        ["snap export"] = ["POST /v1/tenants/{name}/snaps/{snap}/export"],
        ["snap import"] = ["POST /v1/snaps/import"],
        ["restore"] = ["POST /v1/tenants/{name}/restore"],
        ["image build"] = ["POST /v1/images"],
        ["image ls"] = ["GET /v1/images"],
        ["image inspect"] = ["GET /v1/images/{name}"],
        ["image rm"] = ["DELETE /v1/images/{name}"],
        ["kernel add"] = ["POST /v1/kernels"],
        ["kernel ls"] = ["GET /v1/kernels"],
        ["kernel rm"] = ["DELETE /v1/kernels/{name}"],
        ["template build"] = ["POST /v1/templates"],
        ["template ls"] = ["GET /v1/templates"],
        ["template inspect"] = ["GET /v1/templates/{key}"],
        ["template verify"] = ["POST /v1/templates/{key}/verify"],
        ["template rm"] = ["DELETE /v1/templates/{key}"],
        ["molt"] = ["POST /v1/molt", "POST /v1/tenants/{name}/molt"],
        ["watch"] = ["GET /v1/watch", "GET /v1/events"],
        ["hold"] = ["PUT /v1/tenants/{name}/hold", "DELETE /v1/tenants/{name}/hold"],
        ["maintenance"] = ["PUT /v1/tenants/{name}/maintenance", "DELETE /v1/tenants/{name}/maintenance"],
        ["doctor"] = ["GET /v1/doctor", "POST /v1/doctor/fix"],
        ["init"] = ["POST /v1/init"],
        ["uninit"] = ["POST /v1/uninit"],
        ["config show"] = ["GET /v1/config"],
        ["buoy"] = ["GET /v1/buoy"],
        ["buoy status"] = ["GET /v1/buoy"],
        ["buoy enable"] = ["PUT /v1/buoy"],
        ["buoy disable"] = ["DELETE /v1/buoy"],
        ["tokens create"] = ["POST /v1/tokens"],
        ["tokens ls"] = ["GET /v1/tokens"],
        ["tokens revoke"] = ["DELETE /v1/tokens/{name}"],
        ["service stop"] = ["POST /v1/stop"],
        ["service status"] = ["GET /v1/version"],
        ["version"] = ["GET /v1/version"],
    };

    // What is about the program itself or about files that no service has seen.
    private static readonly Dictionary<string, string> Local = new()
    {
        ["config check"] = "reads a file that is not in force; works without a service",
        ["config schema"] = "is the program's own; docs/config.schema.json is the same",
        ["service run"] = "is the service",
        ["upgrade"] = "replaces the programs of the host, the service's among them",
        ["service start"] = "makes a service answer: before it, there is no API",
        ["completion"] = "is about the shell",
    };

    private static IEnumerable<string> Commands => All(CommandLine.Build(new CommandWorld(Screen.OfProcess())), "").Where(entry => entry.Command.Action is not null && entry.Path.Length > 0).Select(entry => entry.Path);

    [Fact]
    public void every_command_has_a_twin_in_the_api_or_a_reason_for_none() => SourceTree.AssertNone(Commands
        .Where(command => !Twins.ContainsKey(command) && !Local.ContainsKey(command))
        .Select(command => $"lobsterd {command}: say in {nameof(ApiTwinTests)} which paths of the API do the same"));

    [Fact]
    public void every_twin_is_a_path_of_the_api()
    {
        var paths = server.Routes.Select(route => route.ToString()).ToHashSet();

        SourceTree.AssertNone(Twins.SelectMany(twin => twin.Value.Where(path => !paths.Contains(path)).Select(path => $"lobsterd {twin.Key}: there is no {path}")));
    }

    [Fact]
    public void every_command_that_is_named_here_is_there()
    {
        var commands = Commands.ToHashSet();

        SourceTree.AssertNone(Twins.Keys.Concat(Local.Keys).Where(command => !commands.Contains(command)));
    }

    private static IEnumerable<(string Path, Command Command)> All(Command command, string path) =>
        command.Subcommands.SelectMany(child => All(child, $"{path} {child.Name}".Trim())).Prepend((path, command));
}
