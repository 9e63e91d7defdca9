using System.Globalization;
using Lobsterd.Domain.Agent;
using Lobsterd.Linux.Files;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Agent;

/// <summary>Secrets in the guest: where they are, and where they are not.</summary>
public sealed class SecretTests : IAsyncLifetime
{
    private const string Planted = "planted-sk-77aa";

    private AgentRig rig = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Folder => Path.Combine(rig.Root, "run/secrets");

    public async ValueTask InitializeAsync()
    {
        rig = await AgentRig.StartAsync();
        var us = FileStat.Of(rig.Root).Value;

        // Files are given to the workload's user; whoever is not root can give them to nobody else.
        if (us.UserId != 0)
        {
            _ = Directory.CreateDirectory(Path.Combine(rig.Root, "etc"));
            await File.WriteAllTextAsync(
                Path.Combine(rig.Root, "etc/passwd"), string.Create(CultureInfo.InvariantCulture, $"tenant:x:{us.UserId}:{us.GroupId}::/home/tenant:/bin/sh\n"), Token);
        }
    }

    public ValueTask DisposeAsync() => rig.DisposeAsync();

    [Fact]
    public async Task a_changed_secret_is_a_file_for_its_owner_alone_and_a_removed_one_is_gone()
    {
        Assert.True((await rig.Client.ClaimAsync(AgentRig.Owner, AgentRig.Claim, Token)).IsSuccess);

        Assert.True((await SetAsync(new("A", Planted, IsFile: true), new("B", "other", IsFile: true))).IsSuccess);
        Assert.Equal(Planted, await File.ReadAllTextAsync(Path.Combine(Folder, "A"), Token));
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(Path.Combine(Folder, "A")));

        Assert.True((await SetAsync(new WorkloadSecret("A", Planted + "2", IsFile: true))).IsSuccess);
        Assert.Equal(["A"], Directory.EnumerateFiles(Folder).Select(Path.GetFileName));
        Assert.Equal(Planted + "2", await File.ReadAllTextAsync(Path.Combine(Folder, "A"), Token));
    }

    [Fact]
    public async Task a_variable_is_no_file_and_what_is_written_down_of_a_claim_holds_no_secret()
    {
        var claim = AgentRig.Claim with { Secrets = [new("A", Planted, IsFile: false)] };
        Assert.True((await rig.Client.ClaimAsync(AgentRig.Owner, claim, Token)).IsSuccess);

        Assert.False(Directory.Exists(Folder));
        Assert.Null(rig.Agent.Tenancy.WireClaim!.Secrets);
        Assert.DoesNotContain(Directory.EnumerateFiles(rig.Root, "*", SearchOption.AllDirectories), file => File.ReadAllBytes(file).AsSpan().IndexOf("planted"u8) >= 0);
    }

    [Fact]
    public async Task the_same_claim_with_other_secrets_is_the_same_claim()
    {
        Assert.True((await rig.Client.ClaimAsync(AgentRig.Owner, AgentRig.Claim, Token)).IsSuccess);

        Assert.True((await rig.Client.ClaimAsync(AgentRig.Owner, AgentRig.Claim with { Secrets = [new("A", Planted, IsFile: false)] }, Token)).IsSuccess);
    }

    [Theory]
    [InlineData("../x", "v")]
    [InlineData("A/B", "v")]
    [InlineData("", "v")]
    [InlineData("A", "")]
    [InlineData("A", "v\0")]
    public async Task what_is_no_secret_is_refused_without_its_value(string key, string value)
    {
        Assert.True((await rig.Client.ClaimAsync(AgentRig.Owner, AgentRig.Claim, Token)).IsSuccess);

        var error = (await SetAsync(new(key, value, IsFile: true), new("Z", Planted, IsFile: true))).Error;

        Assert.DoesNotContain(Planted, error.FullMessage, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public async Task an_anonymous_agent_takes_no_secrets() =>
        Assert.True((await SetAsync(new WorkloadSecret("A", Planted, IsFile: true))).IsFailure);

    private Task<CSharpFunctionalExtensions.UnitResult<Lobsterd.Domain.Errors.LobsterError>> SetAsync(params WorkloadSecret[] secrets) =>
        rig.Client.SetSecretsAsync(AgentRig.Owner, AgentRig.Token, secrets, restart: false, Token);
}
