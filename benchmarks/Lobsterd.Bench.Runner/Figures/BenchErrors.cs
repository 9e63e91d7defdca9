using Lobsterd.Domain.Errors;

namespace Lobsterd.Bench.Runner.Figures;

/// <summary>The ways in which taking figures can fail.</summary>
public static class BenchErrors
{
    /// <summary>No figure of that name is registered.</summary>
    public static readonly ErrorCode Unknown = new("bench.figure.unknown", ErrorKind.NotFound);

    /// <summary>This host cannot take the figure.</summary>
    public static readonly ErrorCode Lacking = new("bench.host.lacking", ErrorKind.NotReady);

    /// <summary>A sample could not be taken.</summary>
    public static readonly ErrorCode SampleFailed = new("bench.sample.failed", ErrorKind.Unavailable);

    /// <summary>A file of records cannot be read.</summary>
    public static readonly ErrorCode FileDamaged = new("bench.file.damaged", ErrorKind.Invalid);
}
