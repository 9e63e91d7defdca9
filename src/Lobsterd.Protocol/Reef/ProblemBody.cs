namespace Lobsterd.Protocol.Reef;

/// <summary>A failure by RFC 9457, with our members beside the standard ones.</summary>
public sealed record ProblemBody
{
    /// <summary>A URI that names the code: <c>urn:lobsterd:</c> and the code.</summary>
    public required string Type { get; init; }

    /// <summary>The kind of failure in two words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What went wrong.</summary>
    public required string Detail { get; init; }

    /// <summary>The error's code.</summary>
    public required string Code { get; init; }

    /// <summary>What a person can do about it.</summary>
    public string? Hint { get; init; }

    /// <summary>The trace in which it happened.</summary>
    public string? TraceId { get; init; }
}
