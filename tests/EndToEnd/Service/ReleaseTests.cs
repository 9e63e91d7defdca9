using System.Text;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>What is true of every program that is shipped.</summary>
public sealed class ReleaseTests
{
    // The name of the socket that the runtime opens in /tmp for tools, and that stays there when its process is killed.
    private static readonly byte[] Door = Encoding.ASCII.GetBytes("dotnet-diagnostic-");

    public static TheoryData<string> Shipped =>
        [PublishedBinaries.Cli, PublishedBinaries.Service, PublishedBinaries.Edge, PublishedBinaries.Guest, PublishedBinaries.Launcher];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void no_program_opens_a_door_for_diagnostics(string program) =>
        Assert.True(File.ReadAllBytes(program).AsSpan().IndexOf(Door) < 0, $"{program} opens a socket of the runtime's in /tmp");
}
