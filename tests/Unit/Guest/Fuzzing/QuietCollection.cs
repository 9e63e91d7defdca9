using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Fuzzing;

/// <summary>Tests that measure this process's memory: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(QuietCollection), DisableParallelization = true)]
public sealed class QuietCollection;
