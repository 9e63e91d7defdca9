using Lobsterd.Host.Hypervisors.Firecracker.Api;
using Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;
using Lobsterd.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Hypervisors.Firecracker.Api;

/// <summary>The API's client against a socket that behaves as Firecracker's does, or worse.</summary>
public sealed class ApiConnectionTests : IDisposable
{
    private readonly FakeFirecracker firecracker = new();
    private readonly ApiConnection connection;

    public ApiConnectionTests() => connection = new ApiConnection(new ApiSocket(firecracker.Path), TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        connection.Dispose();
        firecracker.Dispose();
    }

    [Fact]
    public async Task a_body_goes_with_its_length_and_never_in_chunks()
    {
        var sending = connection.SendAsync(ApiRequest.Machine(new MachineConfig(2, 512)), Token);
        var request = await firecracker.AnswerAsync(FakeFirecracker.Done, Token);

        Assert.True((await sending).IsSuccess);
        Assert.StartsWith("PUT /machine-config HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: 35\r\n", request, StringComparison.Ordinal);
        Assert.DoesNotContain("chunked", request, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("""{"vcpu_count":2,"mem_size_mib":512}""", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_is_not_set_is_left_out()
    {
        var sending = connection.SendAsync(ApiRequest.Entropy(new EntropyDevice()), Token);

        Assert.EndsWith("\r\n\r\n{}", await firecracker.AnswerAsync(FakeFirecracker.Done, Token), StringComparison.Ordinal);
        Assert.True((await sending).IsSuccess);
    }

    [Fact]
    public async Task requests_share_one_connection()
    {
        var sending = connection.SendAllAsync([ApiRequest.Become(VmState.Paused), ApiRequest.Become(VmState.Resumed)], Token);
        _ = await firecracker.AnswerAsync(FakeFirecracker.Done, Token);
        _ = await firecracker.AnswerAsync(FakeFirecracker.Done, Token);

        Assert.True((await sending).IsSuccess);
        Assert.Equal(1, firecracker.Connections);
    }

    [Fact]
    public async Task nothing_is_sent_after_a_refusal()
    {
        var sending = connection.SendAllAsync([ApiRequest.Become(VmState.Paused), ApiRequest.Become(VmState.Resumed)], Token);
        _ = await firecracker.AnswerAsync(FakeFirecracker.Answer(400, """{"fault_message":"no"}"""), Token);

        Assert.Equal(ApiErrors.Refused, (await sending).Error.Code);
    }

    [Theory]
    [InlineData("""{"fault_message":"Machine config error: The memory size (MiB) is either 0, or not a multiple of the configured page size."}""",
        "Machine config error: The memory size (MiB) is either 0, or not a multiple of the configured page size.")]
    [InlineData("{ \"error\": \"Invalid request.\nAll previous unanswered requests will be dropped.\" }",
        "Invalid request. All previous unanswered requests will be dropped.")]
    [InlineData("something else", "something else")]
    public async Task a_refusal_carries_the_words_of_firecracker(string body, string words)
    {
        var sending = connection.SendAsync(ApiRequest.Describe, Token);
        _ = await firecracker.AnswerAsync(FakeFirecracker.Answer(400, body), Token);

        var error = (await sending).Error;
        Assert.Equal(ApiErrors.Refused, error.Code);
        Assert.Equal($"GET /: {words}", error.Message);
    }

    [Fact]
    public async Task an_end_before_the_answer_is_a_lost_connection()
    {
        var sending = connection.SendAsync(ApiRequest.Become(VmState.Paused), Token);
        _ = await firecracker.TakeAsync(Token);
        firecracker.HangUp();

        Assert.Equal(ApiErrors.Lost, (await sending).Error.Code);
    }

    [Fact]
    public async Task half_an_answer_is_a_lost_connection()
    {
        var sending = connection.SendAsync(ApiRequest.Describe, Token);
        _ = await firecracker.AnswerAsync("HTTP/1.1 200 \r\nContent-Length: 400\r\n\r\n{\"id\":", Token);
        firecracker.HangUp();

        Assert.Equal(ApiErrors.Lost, (await sending).Error.Code);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/1.1 302 \r\nContent-Length: 0\r\n\r\n")]
    public async Task what_is_no_answer_is_malformed(string answer)
    {
        var sending = connection.SendAsync(ApiRequest.Describe, Token);
        _ = await firecracker.AnswerAsync(answer, Token);

        Assert.Equal(ApiErrors.Malformed, (await sending).Error.Code);
    }

    [Fact]
    public async Task an_endless_answer_is_given_up()
    {
        var sending = connection.SendAsync(ApiRequest.Describe, Token);
        _ = await firecracker.AnswerAsync($"HTTP/1.1 200 \r\nContent-Length: {ApiLimits.LongestBody + 1}\r\n\r\n", Token);

        Assert.Equal(ApiErrors.Malformed, (await sending).Error.Code);
    }

    [Fact]
    public async Task a_silent_firecracker_is_late()
    {
        var clock = new FakeTimeProvider();
        using var patient = new ApiConnection(new ApiSocket(firecracker.Path), clock);
        var sending = patient.SendAsync(ApiRequest.Describe, Token);
        _ = await firecracker.TakeAsync(Token);

        clock.Advance(ApiRequest.Describe.Bound);

        Assert.Equal(ApiErrors.Late, (await sending).Error.Code);
    }

    [Fact]
    public async Task where_nothing_listens_the_connection_fails()
    {
        using var nowhere = new ApiConnection(new ApiSocket("/nowhere/api.sock"), TimeProvider.System);

        Assert.Equal(ApiErrors.ConnectFailed, (await nowhere.SendAsync(ApiRequest.Describe, Token)).Error.Code);
    }

    [Fact]
    public async Task a_path_longer_than_a_sockets_address_is_reached()
    {
        using var deep = new FakeFirecracker(new string('d', 120));
        using var far = new ApiConnection(new ApiSocket(deep.Path), TimeProvider.System);

        var sending = far.SendAsync(ApiRequest.Describe, Token);
        _ = await deep.AnswerAsync(FakeFirecracker.Answer(200, """{"id":"x","state":"Running"}"""), Token);

        Assert.True((await sending).IsSuccess);
    }

    [Theory]
    [InlineData("socket")]
    [InlineData("folder")]
    [InlineData("file")]
    public async Task a_jail_whose_vmm_put_something_else_in_the_sockets_place_leads_nowhere(string what)
    {
        using var jail = new ScratchFolder();
        switch (what)
        {
            case "socket":
                _ = Directory.CreateDirectory(jail["run"]);
                _ = File.CreateSymbolicLink(jail["run/api.sock"], firecracker.Path);
                break;
            case "folder":
                _ = Directory.CreateSymbolicLink(jail["run"], Path.GetDirectoryName(firecracker.Path)!);
                break;
            default:
                _ = Directory.CreateDirectory(jail["run"]);
                File.WriteAllText(jail["run/api.sock"], "");
                break;
        }

        using var misled = new ApiConnection(new ApiSocket(jail["run/api.sock"]), TimeProvider.System);

        Assert.Equal(ApiErrors.ConnectFailed, (await misled.SendAsync(ApiRequest.Describe, Token)).Error.Code);
        Assert.Equal(0, firecracker.Connections);
    }
}
