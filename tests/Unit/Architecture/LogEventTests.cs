using System.Reflection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Lobsterd.Tests.Unit.Architecture;

/// <summary>Log events have numbers that are never given twice: a thousand is one project's, a hundred one room's, its last ten are for errors.</summary>
public sealed class LogEventTests
{
    private static readonly IReadOnlyList<(MethodInfo Method, LoggerMessageAttribute Event)> Events =
    [
        .. ShippedAssemblies.Types
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (method, method.GetCustomAttribute<LoggerMessageAttribute>()!))
            .Where(found => found.Item2 is not null),
    ];

    [Fact]
    public void there_are_some() => Assert.NotEmpty(Events);

    [Fact]
    public void a_number_is_given_once() => SourceTree.AssertNone(Events
        .GroupBy(found => found.Event.EventId)
        .Where(group => group.Count() > 1)
        .Select(group => $"{group.Key}: {string.Join(", ", group.Select(found => Place(found.Method)))}"));

    [Fact]
    public void a_thousand_is_one_projects() => AssertOneOwner(1_000, method => method.DeclaringType!.Assembly.GetName().Name!);

    [Fact]
    public void a_hundred_is_one_rooms() => AssertOneOwner(100, method => method.DeclaringType!.Namespace!);

    [Fact]
    public void errors_end_in_ninety_and_above() => SourceTree.AssertNone(Events
        .Where(found => found.Event.Level >= LogLevel.Error != found.Event.EventId % 100 >= 90)
        .Select(found => $"{Place(found.Method)}: {found.Event.EventId} is {found.Event.Level}"));

    private static void AssertOneOwner(int block, Func<MethodInfo, string> ownerOf) => SourceTree.AssertNone(Events
        .GroupBy(found => found.Event.EventId / block * block)
        .Where(group => group.Key < 1_000 || group.Select(found => ownerOf(found.Method)).Distinct().Count() > 1)
        .Select(group => $"{group.Key}: {string.Join(", ", group.Select(found => ownerOf(found.Method)).Distinct())}"));

    private static string Place(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";
}
