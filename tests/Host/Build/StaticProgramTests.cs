using System.Text;
using Lobsterd.Host.Jail;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Build;

/// <summary>A static program must load nothing: a library brings a second C library along, whose thread-local data lie over the program's own (docs/decisions/0072-programs-are-static.md).</summary>
public sealed class StaticProgramTests
{
    /// <summary>What the runtime's cryptography looks for, and puts into every program that may reach it.</summary>
    private static readonly byte[] OpenSsl = Encoding.ASCII.GetBytes("libssl.so");

    public static TheoryData<string> Static => [PublishedBinaries.Guest, PublishedBinaries.Launcher, PublishedBinaries.NullMachine];

    [Theory]
    [MemberData(nameof(Static))]
    public void a_static_program_has_no_loader_and_no_way_to_openssl(string program)
    {
        Assert.Null(ElfFile.Read(program).Value.Interpreter);
        Assert.True(File.ReadAllBytes(program).AsSpan().IndexOf(OpenSsl) < 0, $"{program} may load OpenSSL: something in it uses the runtime's cryptography");
    }

    [Fact]
    public void the_command_line_uses_the_runtimes_cryptography_and_is_linked_dynamically()
    {
        Assert.True(File.ReadAllBytes(PublishedBinaries.Cli).AsSpan().IndexOf(OpenSsl) >= 0);
        Assert.NotNull(ElfFile.Read(PublishedBinaries.Cli).Value.Interpreter);
    }
}
