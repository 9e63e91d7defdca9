namespace Lobsterd.Edge.Forwarding;

/// <summary>A problem document of RFC 9457.</summary>
internal sealed record EdgeProblem(string Type, string Title, int Status, string Detail);
