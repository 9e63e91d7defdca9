using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Lobsterd.Tests.Fixtures;

/// <summary>Begins with the classes that are <see cref="LongAttribute">long</see>; the others fill what is left.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly IReadOnlyList<string> Long =
        [.. Assembly.GetEntryAssembly()!.GetTypes().Where(type => type.IsDefined(typeof(LongAttribute))).Select(type => type.FullName!)];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => !Long.Any(name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)))];
}
