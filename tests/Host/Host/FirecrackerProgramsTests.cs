using Lobsterd.Domain.Config;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Host.Hypervisors;
using Lobsterd.Host.Hypervisors.Firecracker;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Host;

/// <summary>Which pairs of programs are taken for Firecracker and its jailer; scripts stand for both.</summary>
public sealed class FirecrackerProgramsTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private LobsterdPaths Paths => new(scratch.Path);

    private FirecrackerPrograms Programs => new(
        new FirecrackerPlaces(new HypervisorConfig { FirecrackerProgram = scratch["firecracker"] }, Paths), new ProgramVersions(Paths, TimeProvider.System));

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

    [Fact]
    public async Task each_file_is_asked_once_in_a_boot_whoever_wants_to_know()
    {
        Install("1.16.2", "1.16.2");
        Directory.CreateDirectory(Paths.Run);
        File.AppendAllText(scratch["firecracker"], $"echo asked >> {scratch["asked"]}\n");
        Assert.True((await Programs.GetAsync(Token)).IsSuccess);

        Assert.Equal("1.16.2", (await Programs.GetAsync(Token)).Value.Version.ToString());
        Assert.Single(File.ReadAllLines(scratch["asked"]));

        File.AppendAllText(scratch["firecracker"], "\n");
        Assert.True((await Programs.GetAsync(Token)).IsSuccess);
        Assert.Equal(2, File.ReadAllLines(scratch["asked"]).Length);
    }

    [Fact]
    public async Task what_was_kept_and_can_no_longer_be_read_costs_a_question()
    {
        Install("1.16.2", "1.16.2");
        Directory.CreateDirectory(Paths.Run);
        Assert.True((await Programs.GetAsync(Token)).IsSuccess);
        foreach (var kept in Directory.GetFiles(Paths.Run)) File.WriteAllText(kept, "1 2 3\nFirecracker v9.9.9\n");

        Assert.Equal("1.16.2", (await Programs.GetAsync(Token)).Value.Version.ToString());
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
