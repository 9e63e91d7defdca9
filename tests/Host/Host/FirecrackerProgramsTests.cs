using Lobsterd.Domain.Config;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Host.Hypervisors.Firecracker;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Host;

/// <summary>Which pairs of programs are taken for Firecracker and its jailer; scripts stand for both.</summary>
public sealed class FirecrackerProgramsTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private FirecrackerPrograms Programs => new(
        new FirecrackerPlaces(new HypervisorConfig { FirecrackerProgram = scratch["firecracker"] }, new LobsterdPaths(scratch.Path)), TimeProvider.System);

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task two_of_one_known_version_are_taken()
    {
        Install("1.16.2", "1.16.2");

        Assert.Equal("1.16.2", (await Programs.GetAsync(Token)).Value.Version.ToString());
    }

    [Theory]
    [InlineData("1.16.1", "1.16.2")]
    [InlineData("1.15.4", "1.15.4")]
    [InlineData("1.17.0", "1.17.0")]
    public async Task others_are_refused_with_a_hint(string firecracker, string jailer)
    {
        Install(firecracker, jailer);

        var error = (await Programs.GetAsync(Token)).Error;
        Assert.Equal(VmErrors.NoHypervisor, error.Code);
        Assert.Contains(firecracker, error.Message, StringComparison.Ordinal);
        Assert.Contains("1.16.1", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_missing_jailer_is_named()
    {
        Install("1.16.1", "1.16.1");
        File.Delete(scratch["jailer"]);

        Assert.Contains("jailer is not there", (await Programs.GetAsync(Token)).Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_program_that_was_replaced_is_asked_again()
    {
        Install("1.16.1", "1.16.1");
        var programs = Programs;
        Assert.True((await programs.GetAsync(Token)).IsSuccess);

        Install("1.16.23", "1.16.23");

        Assert.Equal("1.16.23", (await programs.GetAsync(Token)).Value.Version.ToString());
    }

    private void Install(string firecracker, string jailer)
    {
        Write("firecracker", $"#!/bin/sh\nprintf 'Firecracker v{firecracker}\\n\\n'\n");
        Write("jailer", $"#!/bin/sh\nprintf 'Jailer v{jailer}\\n\\n'\n");
    }

    private void Write(string name, string script)
    {
        File.WriteAllText(scratch[name], script);
        File.SetUnixFileMode(scratch[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
