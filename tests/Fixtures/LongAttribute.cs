namespace Lobsterd.Tests.Fixtures;

/// <summary>The tests of a class take minutes together: <see cref="LongestFirst"/> begins with them, so that none is left to run alone when all others are over.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LongAttribute : Attribute;
