using System.Net;
using Lobsterd.Edge.Dns;
using Lobsterd.Edge.Names;
using Lobsterd.Protocol.Edge;
using Lobsterd.Tests.Unit.Edge.Dns;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Edge.Names;

public sealed class NameForwarderTests
{
    private const string Api = "api.example.org";
    private static readonly IPAddress Guest = IPAddress.Parse("10.66.0.2");

    private readonly NameLine line = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task an_allowed_name_is_resolved_and_told_once_the_way_is_open()
    {
        await using var resolver = FakeResolver.Of(300, "203.0.113.7", "203.0.113.8");
        using var judge = new FakeJudge(line);

        var reply = ReadAsync(Forwarder(resolver), Api);
        Assert.Equal(new EdgeEvent.NameAsked(1, "10.66.0.2", Api), await judge.NextAsync());
        Assert.Empty(resolver.Asked);
        judge.Say(1, NameVerdict.Allowed);
        var found = Assert.IsType<EdgeEvent.NameFound>(await judge.NextAsync());
        Assert.Equal((Api, 300), (found.Name, found.Seconds));
        Assert.False(reply.IsCompleted);
        judge.Say(found.Id, NameVerdict.Allowed, "203.0.113.8");

        var told = (await reply)!;
        Assert.Equal(DnsOutcome.Answered, told.Outcome);
        Assert.Equal(["203.0.113.8"], told.Addresses.Select(address => address.ToString()));
        Assert.Equal(300u, told.Seconds);
    }

    [Theory]
    [InlineData(NameVerdict.Refused, 5)]
    [InlineData(NameVerdict.Failed, 2)]
    public async Task a_name_that_is_not_allowed_is_asked_of_nobody(NameVerdict verdict, int outcome)
    {
        await using var resolver = FakeResolver.Of(300, "203.0.113.7");
        using var judge = new FakeJudge(line);

        var reply = ReadAsync(Forwarder(resolver), Api);
        judge.Say(Assert.IsType<EdgeEvent.NameAsked>(await judge.NextAsync()).Id, verdict);

        Assert.Equal((DnsOutcome)outcome, (await reply)!.Outcome);
        Assert.Empty(resolver.Asked);
    }

    [Fact]
    public async Task what_could_not_be_opened_is_not_told()
    {
        await using var resolver = FakeResolver.Of(300, "203.0.113.7");
        using var judge = new FakeJudge(line);
        judge.SayToAll(asked => asked is EdgeEvent.NameAsked ? NameVerdict.Allowed : NameVerdict.Failed);

        var told = (await ReadAsync(Forwarder(resolver), Api))!;

        Assert.Equal((DnsOutcome.Failed, 0), (told.Outcome, told.Addresses.Count));
    }

    [Fact]
    public async Task an_answer_is_kept_no_longer_than_an_hour()
    {
        await using var resolver = FakeResolver.Of(86_400, "203.0.113.7");
        using var judge = new FakeJudge(line);
        judge.SayToAll(_ => NameVerdict.Allowed);

        Assert.Equal(3_600u, (await ReadAsync(Forwarder(resolver), Api))!.Seconds);
    }

    [Fact]
    public async Task other_kinds_of_an_allowed_name_are_empty_and_asked_of_nobody()
    {
        await using var resolver = FakeResolver.Of(300, "203.0.113.7");
        using var judge = new FakeJudge(line);
        judge.SayToAll(_ => NameVerdict.Allowed);

        foreach (ushort type in (int[])[28, 16, 65, 255])
        {
            var reply = (await Forwarder(resolver).AnswerAsync(Guest, new Messages(7, 0x0100).Question(Api, type).Bytes, Token))!;
            Assert.Equal((0x81, 0x80, 0, 0), (reply[2], reply[3], reply[6], reply[7]));
        }

        Assert.Empty(resolver.Asked);
    }

    [Fact]
    public async Task what_does_not_fit_a_datagram_is_asked_again_over_a_stream()
    {
        await using var resolver = new FakeResolver((question, isStream) =>
        [
            isStream ? DnsReply.Write(question, DnsOutcome.Answered, [IPAddress.Parse("203.0.113.7")], 60) : Truncated(DnsReply.Write(question, DnsOutcome.Answered, [], 0)),
        ]);
        using var judge = new FakeJudge(line);
        judge.SayToAll(_ => NameVerdict.Allowed);

        Assert.Single((await ReadAsync(Forwarder(resolver), Api))!.Addresses);
        Assert.Equal([(Api, false), (Api, true)], resolver.Asked);
    }

    [Fact]
    public async Task what_is_no_answer_to_the_question_is_waited_past()
    {
        await using var resolver = new FakeResolver((question, _) =>
        [
            [1, 2, 3],
            DnsReply.Write(question with { Id = (ushort)~question.Id }, DnsOutcome.Answered, [IPAddress.Parse("203.0.113.66")], 60),
            DnsReply.Write(DnsQuestion.Parse(DnsQuery.Write(question.Id, "evil.example"))!, DnsOutcome.Answered, [IPAddress.Parse("203.0.113.66")], 60),
            DnsReply.Write(question, DnsOutcome.Answered, [IPAddress.Parse("203.0.113.7")], 60),
        ]);
        using var judge = new FakeJudge(line);
        judge.SayToAll(_ => NameVerdict.Allowed);

        Assert.Equal(["203.0.113.7"], (await ReadAsync(Forwarder(resolver), Api))!.Addresses.Select(address => address.ToString()));
    }

    [Fact]
    public async Task a_resolver_that_fails_leaves_it_to_the_next()
    {
        await using var broken = new FakeResolver((question, _) => [DnsReply.Write(question, DnsOutcome.Failed, [], 0)]);
        await using var resolver = FakeResolver.Of(60, "203.0.113.7");
        using var judge = new FakeJudge(line);
        judge.SayToAll(_ => NameVerdict.Allowed);

        Assert.Single((await ReadAsync(Forwarder(broken, resolver), Api))!.Addresses);
    }

    [Fact]
    public async Task a_name_that_there_is_not_is_told_as_such()
    {
        await using var resolver = new FakeResolver((question, _) => [DnsReply.Write(question, DnsOutcome.NoSuchName, [], 0)]);
        using var judge = new FakeJudge(line);
        judge.SayToAll(_ => NameVerdict.Allowed);

        Assert.Equal(DnsOutcome.NoSuchName, (await ReadAsync(Forwarder(resolver), Api))!.Outcome);
    }

    [Fact]
    public async Task what_one_judge_left_is_asked_of_the_next()
    {
        await using var resolver = FakeResolver.Of(60, "203.0.113.7");
        var gone = new FakeJudge(line);
        var reply = ReadAsync(Forwarder(resolver), Api);
        _ = await gone.NextAsync();
        gone.Dispose();

        using var judge = new FakeJudge(line);
        judge.SayToAll(_ => NameVerdict.Allowed);

        Assert.Single((await reply)!.Addresses);
    }

    [Fact]
    public async Task without_a_judge_the_guest_is_told_that_it_failed()
    {
        var clock = new FakeTimeProvider();
        await using var resolver = FakeResolver.Of(60, "203.0.113.7");

        var reply = ReadAsync(Forwarder(clock, resolver), Api);
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(DnsOutcome.Failed, (await reply)!.Outcome);
        Assert.Empty(resolver.Asked);
    }

    [Fact]
    public async Task a_guest_that_asks_too_much_gets_no_answer_and_keeps_nobody_else_from_one()
    {
        await using var resolver = FakeResolver.Of(60, "203.0.113.7");
        using var judge = new FakeJudge(line);
        var forwarder = Forwarder(resolver);
        var message = DnsQuery.Write(7, Api);
        var waiting = Enumerable.Range(0, NameQuota.MostOfOne).Select(_ => forwarder.AnswerAsync(Guest, message, Token)).ToList();

        Assert.Null(await forwarder.AnswerAsync(Guest, message, Token));
        var other = forwarder.AnswerAsync(IPAddress.Parse("10.66.0.6"), message, Token);
        judge.SayToAll(_ => NameVerdict.Allowed);

        Assert.NotNull(await other);
        Assert.All(await Task.WhenAll(waiting), Assert.NotNull);
        Assert.NotNull(await forwarder.AnswerAsync(Guest, message, Token));
    }

    [Fact]
    public void a_minute_has_so_many_questions_and_no_more()
    {
        var clock = new FakeTimeProvider();
        var quota = new NameQuota(clock);

        var begun = Enumerable.Range(0, 2 * NameQuota.PerMinute).Count(_ => Try());
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(NameQuota.PerMinute, begun);
        Assert.True(Try());

        bool Try()
        {
            if (!quota.TryBegin(Guest)) return false;
            quota.End(Guest);
            return true;
        }
    }

    private static byte[] Truncated(byte[] message)
    {
        message[2] |= 2;
        return message;
    }

    private NameForwarder Forwarder(params FakeResolver[] resolvers) => Forwarder(TimeProvider.System, resolvers);

    private NameForwarder Forwarder(TimeProvider clock, params FakeResolver[] resolvers) =>
        new(line, new Resolvers([.. resolvers.Select(resolver => resolver.EndPoint)], clock), new NameQuota(clock), clock);

    private static async Task<DnsAnswer?> ReadAsync(NameForwarder forwarder, string name) =>
        DnsAnswer.Parse((await forwarder.AnswerAsync(Guest, DnsQuery.Write(7, name), Token))!, 7, name);

    private sealed class FakeJudge(NameLine line) : IDisposable
    {
        private readonly NameLine.Hearing hearing = line.Open();

        internal async Task<EdgeEvent> NextAsync() => await hearing.NextAsync(Token).WaitAsync(TimeSpan.FromSeconds(5), Token);

        internal void Say(long id, NameVerdict verdict, params string[] addresses) => hearing.Take(new EdgeRequest.NameJudged(id, verdict) { Addresses = addresses });

        internal void SayToAll(Func<EdgeEvent, NameVerdict> say) => _ = SayAsync(say);

        public void Dispose() => hearing.Dispose();

        private async Task SayAsync(Func<EdgeEvent, NameVerdict> say)
        {
            while (await hearing.NextAsync(Token) is var asked)
            {
                if (asked is EdgeEvent.NameAsked question) Say(question.Id, say(asked));
                else if (asked is EdgeEvent.NameFound found) Say(found.Id, say(asked), [.. found.Addresses]);
            }
        }
    }
}
