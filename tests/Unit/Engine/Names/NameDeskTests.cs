using System.Net;
using Lobsterd.Domain.Names;
using Lobsterd.Domain.Network;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Names;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Names;

/// <summary>Who may ask for which name, and what is opened then.</summary>
public sealed class NameDeskTests
{
    private static readonly NetworkPlan Plan = NetworkPlan.Parse("10.66.0.0/16").Value;
    private static readonly IPAddress Alice = Plan.GuestAddressOf(new(0));
    private static readonly IPAddress Far = IPAddress.Parse("203.0.113.7");

    private readonly FakeTimeProvider clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_guest_may_ask_for_what_its_policy_names_and_for_nothing_else()
    {
        var (_, desk) = await NewAsync("allow:api.example.org:443,*.example.net");

        Assert.True(desk.MayAsk(Alice, "api.example.org"));
        Assert.True(desk.MayAsk(Alice, "a.b.example.net"));
        Assert.False(desk.MayAsk(Alice, "example.net"));
        Assert.False(desk.MayAsk(Alice, "www.example.org"));
        Assert.False(desk.MayAsk(Alice, ""));
        Assert.False(desk.MayAsk(Plan.GuestAddressOf(new(1)), "api.example.org"));
        Assert.False(desk.MayAsk(Plan.HostAddressOf(new(0)), "api.example.org"));
        Assert.False(desk.MayAsk(IPAddress.IPv6Loopback, "api.example.org"));
    }

    [Theory]
    [InlineData("open")]
    [InlineData("none")]
    [InlineData("allow:203.0.113.0/24")]
    public async Task a_guest_whose_policy_has_no_names_may_ask_for_none(string policy)
    {
        var (service, desk) = await NewAsync(policy);

        Assert.False(desk.MayAsk(Alice, "api.example.org"));
        Assert.Equal(NetworkErrors.NameRefused, (await desk.OpenAsync(Alice, "api.example.org", [Far], TimeSpan.FromMinutes(1), Token)).Error.Code);
        Assert.DoesNotContain("network.open-name", service.Durable.World.Acts);
    }

    [Theory]
    [InlineData(0, 40)]
    [InlineData(300, 310)]
    [InlineData(86_400, 3_610)]
    public async Task an_address_is_open_for_as_long_as_its_answer_holds_within_bounds(int seconds, int lifetime)
    {
        var (service, desk) = await NewAsync("allow:api.example.org");

        Assert.Equal([Far], (await desk.OpenAsync(Alice, "api.example.org", [Far, Far], TimeSpan.FromSeconds(seconds), Token)).Value);
        Assert.Contains($"alice open api.example.org 203.0.113.7 {lifetime}", service.Durable.World.Things);
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("10.66.0.6")]
    [InlineData("8.8.8.8")]
    [InlineData("1.1.1.1")]
    [InlineData("::1")]
    public async Task a_name_that_leads_where_no_guest_may_go_opens_nothing_there(string address)
    {
        var (service, desk) = await NewAsync("allow:*.example.org");

        Assert.Equal([Far], (await desk.OpenAsync(Alice, "evil.example.org", [IPAddress.Parse(address), Far], TimeSpan.FromMinutes(1), Token)).Value);
        Assert.Equal(NetworkErrors.NameRefused, (await desk.OpenAsync(Alice, "evil.example.org", [IPAddress.Parse(address)], TimeSpan.FromMinutes(1), Token)).Error.Code);
        Assert.DoesNotContain(service.Durable.World.Things, thing => thing.Contains($" {address} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_resolver_is_opened_where_the_policy_has_its_address()
    {
        var (_, desk) = await NewAsync("allow:dns.example,8.8.8.8:443");

        Assert.Equal(["8.8.8.8"], (await desk.OpenAsync(Alice, "dns.example", [IPAddress.Parse("8.8.8.8"), IPAddress.Parse("8.8.4.4")], TimeSpan.FromMinutes(1), Token)).Value.Select(one => one.ToString()));
    }

    [Fact]
    public async Task a_change_of_policy_holds_for_the_next_word()
    {
        var (service, desk) = await NewAsync("allow:api.example.org");

        Assert.True((await service.Egress.Start("alice", "allow:other.example.org", "uid 0", null).Value.Ended).IsSuccess);

        Assert.False(desk.MayAsk(Alice, "api.example.org"));
        Assert.True(desk.MayAsk(Alice, "other.example.org"));
        Assert.Equal(NetworkErrors.NameRefused, (await desk.OpenAsync(Alice, "api.example.org", [Far], TimeSpan.FromMinutes(1), Token)).Error.Code);
    }

    [Fact]
    public async Task a_name_that_leads_to_ever_new_addresses_comes_to_an_end_until_old_ones_have_closed()
    {
        var (_, desk) = await NewAsync("allow:*.example.org");

        for (var i = 0; i < NameDesk.MostOpen; i++) Assert.True((await OpenAsync(i)).IsSuccess);
        Assert.Equal(NetworkErrors.NamesFull, (await OpenAsync(NameDesk.MostOpen)).Error.Code);
        Assert.True((await OpenAsync(0)).IsSuccess);
        clock.Advance(NameDesk.Longest + TimeSpan.FromMinutes(1));
        Assert.True((await OpenAsync(NameDesk.MostOpen)).IsSuccess);

        Task<CSharpFunctionalExtensions.Result<IReadOnlyList<IPAddress>, Lobsterd.Domain.Errors.LobsterError>> OpenAsync(int number) =>
            desk.OpenAsync(Alice, "a.example.org", [new IPAddress([203, 0, (byte)(number >> 8), (byte)number])], TimeSpan.FromMinutes(1), Token);
    }

    [Fact]
    public async Task what_the_firewall_refuses_is_not_told()
    {
        var (service, desk) = await NewAsync("allow:api.example.org");
        service.Durable.World.Failing = "network.open-name";

        Assert.Equal(World.Refused, (await desk.OpenAsync(Alice, "api.example.org", [Far], TimeSpan.FromMinutes(1), Token)).Error.Code);
    }

    private async Task<(WorldService Service, NameDesk Desk)> NewAsync(string egress)
    {
        var service = new WorldService(new Durable());
        Assert.True((await service.Setup.StartInit(new InitRequest(null), "uid 0", null).Value.Ended).IsSuccess);
        Assert.True((await (await service.Spawn.StartAsync(new SpawnRequest { Name = "alice", Egress = egress }, "uid 0", null, Token)).Value.Ended).IsSuccess);
        return (service, new NameDesk(new NoQuestions(), service.Registry, service.Host, Plan, clock));
    }

    private sealed class NoQuestions : INameQuestions
    {
        public Task AnswerAsync(INameJudge judge, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
