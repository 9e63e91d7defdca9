using System.Text.Json.Nodes;
using Lobsterd.Host.Caddy;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Caddy;

/// <summary>A Caddy that somebody else started, with a server of theirs.</summary>
internal sealed class CaddyStand : IAsyncDisposable
{
    public const uint Uid = 64_321;

    private readonly ScratchFolder folder = new();
    private readonly ChildProcess process;

    private CaddyStand(bool onUnixSocket, string? origin)
    {
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_111_111);
        AdminPort = Edge.EdgeStand.FreePort();
        TheirPort = Edge.EdgeStand.FreePort();
        Address = onUnixSocket ? $"unix/{folder.Path}/admin.sock" : $"http://127.0.0.1:{AdminPort}";
        var admin = new JsonObject
        {
            ["listen"] = onUnixSocket ? Address : $"127.0.0.1:{AdminPort}",
            ["config"] = new JsonObject { ["persist"] = false },
        };
        if (origin is not null) admin["origins"] = new JsonArray(origin);
        var configuration = new JsonObject
        {
            ["admin"] = admin,
            ["storage"] = new JsonObject { ["module"] = "file_system", ["root"] = $"{folder.Path}/store" },
            ["apps"] = new JsonObject { ["http"] = new JsonObject { ["servers"] = new JsonObject { ["theirs"] = Theirs } } },
        };
        var file = Path.Combine(folder.Path, "caddy.json");
        File.WriteAllText(file, configuration.ToJsonString());
        process = Spawner.Start(new SpawnInput
        {
            Program = "/usr/bin/caddy",
            Arguments = ["run", "--config", file],
            Environment = new Dictionary<string, string> { ["HOME"] = folder.Path },
            Credentials = new Credentials { UserId = Uid, GroupId = Uid },
        }).Value;
        Admin = new CaddyAdmin(CaddyAdminAddress.Parse(Address, origin).Value, TimeProvider.System);
    }

    /// <summary>As the configuration names it.</summary>
    public string Address { get; }

    public int AdminPort { get; }

    public int TheirPort { get; }

    public CaddyAdmin Admin { get; }

    private JsonObject Theirs => new()
    {
        ["listen"] = new JsonArray($"127.0.0.1:{TheirPort}"),
        ["routes"] = new JsonArray(new JsonObject
        {
            ["handle"] = new JsonArray(new JsonObject { ["handler"] = "static_response", ["body"] = "theirs" }),
        }),
    };

    public static async Task<CaddyStand> StartAsync(bool onUnixSocket = false, string? origin = null)
    {
        var stand = new CaddyStand(onUnixSocket, origin);
        await Edge.EdgeStand.UntilAsync(() => stand.Admin.AnswersAsync(TestContext.Current.CancellationToken), "their Caddy answers");
        return stand;
    }

    public async Task<JsonNode> ReadAsync(string path = "/config/") =>
        (await Admin.ReadAsync(path, TestContext.Current.CancellationToken)).Value!;

    public async Task<string> AskTheirServerAsync()
    {
        using var client = new HttpClient();
        return await client.GetStringAsync($"http://127.0.0.1:{TheirPort}/", TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _ = process.Signal(Signals.Kill);
        _ = await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        folder.Dispose();
    }
}
