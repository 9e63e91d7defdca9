using System.Text.Json;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Operations;
using Lobsterd.Protocol.Reef;
using Lobsterd.Tests.Fixtures;
using Lobsterd.Tests.Unit.Reef;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Operations;

/// <summary>A command that was cut off and is run again.</summary>
public sealed class RepeatedCallTests : IAsyncLifetime
{
    private readonly ReefServer reef = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => reef.InitializeAsync();

    public ValueTask DisposeAsync() => reef.DisposeAsync();

    [Fact]
    public async Task a_spawn_that_ended_unseen_is_found_again()
    {
        var begun = await CutOffAsync("alice");

        var again = await new CliStand(reef.Paths).RunAsync("spawn", "alice", "--json");

        Assert.Equal(0, again.Code);
        Assert.Equal(Assert.Single(reef.Service.Registry.Current.Tenants.Values).Id, JsonSerializer.Deserialize(again.Out, ReefJson.Default.TenantBody)!.Id);
        Assert.True((await reef.Service.Operations.Find(begun).Value.Ended).IsSuccess);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(reef.Paths.Run, "calls")));
    }

    [Fact]
    public async Task a_spawn_that_is_under_way_is_joined()
    {
        reef.Service.Agents.IsSilent = true;
        var begun = await CutOffAsync("alice");

        var again = RunAsync(new Interrupts(), Spawn("alice"));
        Assert.True(await Eventually.HoldsAsync(() => reef.Service.Operations.Running.Count == 1, Token));
        await reef.Service.Operations.Find(begun).Value.CancelAsync();

        Assert.Equal("saga.run.cancelled", (await again).Error.Code.Name);
    }

    [Fact]
    public async Task what_was_evicted_meanwhile_is_spawned_anew()
    {
        _ = await CutOffAsync("alice");
        var first = Assert.Single(reef.Service.Registry.Current.Tenants.Values).Id;
        Assert.Equal(0, (await new CliStand(reef.Paths).RunAsync("evict", "alice", "--yes")).Code);

        Assert.Equal(0, (await new CliStand(reef.Paths).RunAsync("spawn", "alice")).Code);

        Assert.NotEqual(first, Assert.Single(reef.Service.Registry.Current.Tenants.Values).Id);
    }

    [Fact]
    public async Task a_spawn_whose_end_was_seen_is_not_remembered()
    {
        Assert.Equal(0, (await new CliStand(reef.Paths).RunAsync("spawn", "alice")).Code);

        Assert.Equal(4, (await new CliStand(reef.Paths).RunAsync("spawn", "alice")).Code);
    }

    [Fact]
    public async Task the_first_ctrl_c_undoes_a_spawn()
    {
        reef.Service.Agents.IsSilent = true;
        var interrupts = new Interrupts();
        var run = RunAsync(interrupts, Spawn("alice"));
        Assert.True(await Eventually.HoldsAsync(() => reef.Service.Operations.Running.Count == 1, Token));

        interrupts.Raise();

        Assert.Equal(ClientErrors.Interrupted, (await run).Error.Code);
        Assert.Empty(reef.Service.Durable.World.Things);
    }

    [Fact]
    public async Task ctrl_c_leaves_what_cannot_be_undone_and_the_same_command_finds_it()
    {
        reef.Service.Agents.IsSilent = true;
        var interrupts = new Interrupts();
        var call = Spawn("alice") with { CanBeCancelled = false };
        var run = RunAsync(interrupts, call);
        Assert.True(await Eventually.HoldsAsync(() => reef.Service.Operations.Running.Count == 1, Token));

        interrupts.Raise();

        Assert.Equal(ClientErrors.Interrupted, (await run).Error.Code);
        var left = Assert.Single(reef.Service.Operations.Running);
        Assert.Equal(left.Id.ToString("D"), await File.ReadAllTextAsync(Assert.Single(Directory.EnumerateFiles(Path.Combine(reef.Paths.Run, "calls"))), Token));
        await left.CancelAsync();
    }

    [Fact]
    public async Task a_second_ctrl_c_leaves_a_service_that_does_not_answer()
    {
        var interrupts = new Interrupts();
        using var door = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        var socket = Path.Combine(reef.Paths.Root, "mute.sock");
        door.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(socket));
        door.Listen();
        var run = new OperationRunner(new ReefClient(socket, _ => throw new InvalidOperationException()), new CallBook(reef.Paths), interrupts)
            .RunAsync(Spawn("alice"), new NoListener(), Token);

        interrupts.Raise();
        interrupts.Raise();

        Assert.Equal("spawn alice: left; the service goes on with what it has begun", (await run).Error.Message);
    }

    private static OperationCall Spawn(string name) => new($"spawn {name}", "POST", ReefPaths.Tenants)
    {
        Body = JsonSerializer.SerializeToUtf8Bytes(new SpawnBody { Name = name }, ReefJson.Default.SpawnBody),
        CanBeCancelled = true,
    };

    private Task<CSharpFunctionalExtensions.Result<OperationBody?, Lobsterd.Domain.Errors.LobsterError>> RunAsync(Interrupts interrupts, OperationCall call) =>
        new OperationRunner(Client(), new CallBook(reef.Paths), interrupts).RunAsync(call, new NoListener(), Token);

    private ReefClient Client() => new(reef.Paths.ServiceSocket, _ => throw new InvalidOperationException("the service is there"));

    // What a command line leaves that is killed right after its request: the file, and an operation that nobody waits for.
    private async Task<Guid> CutOffAsync(string name)
    {
        var (call, book) = (Spawn(name), new CallBook(reef.Paths));
        var (key, isAgain) = book.Open(call);
        Assert.False(isAgain);
        book.Write(call, key);
        var request = new ReefRequest(call.Method, call.Path) { Body = call.Body, Headers = [(ReefPaths.IdempotencyKey, key.ToString("D"))] };
        using var exchange = (await Client().SendAsync(request, Token)).Value;
        if (!reef.Service.Agents.IsSilent) _ = await reef.Service.Operations.Find(key).Value.Ended.WaitAsync(Token);
        return key;
    }

    private sealed class NoListener : IOperationListener
    {
        public void Step(StepBody step)
        {
        }

        public void Note(string text)
        {
        }

        public void Ended()
        {
        }
    }
}
