using System.Reflection;

namespace Lobsterd.Tests.Unit.Architecture;

/// <summary>What is shipped, as assemblies.</summary>
internal static class ShippedAssemblies
{
    private static readonly string[] Names =
    [
        "Lobsterd.Domain", "Lobsterd.Protocol", "Lobsterd.Linux", "Lobsterd.Engine", "Lobsterd.Host", "Lobsterd.Reef", "lobsterd-edge",
        "lobsterd", "lobsterd-launcher", "lobsterd-guest",
    ];

    /// <summary>All of them that have code.</summary>
    internal static IReadOnlyList<Assembly> All { get; } = [.. Names.Select(Assembly.Load)];

    /// <summary>Every type in them, private ones included.</summary>
    internal static IEnumerable<Type> Types => All.SelectMany(assembly => assembly.GetTypes());
}
