using Xunit;

namespace Lobsterd.Tests.Host.Network;

/// <summary>Tests that share the sandbox's one host: its firewall, its settings, its slots. They run by themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NetCollection
{
    /// <summary>The collection's name.</summary>
    internal const string Name = "the host's network";
}
