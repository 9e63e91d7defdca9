namespace Lobsterd.Reef.Routes;

/// <summary>A query parameter that a path takes; all of them may be left out.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does, one sentence.</param>
/// <param name="Shape">What its text stands for.</param>
/// <param name="IsRepeated">Whether it may be given more than once.</param>
public sealed record QueryParameter(string Name, string Description, QueryShape Shape, bool IsRepeated);
