namespace Lobsterd.Standin.Interface;

/// <summary>A fault on demand.</summary>
/// <param name="Kind"><c>die</c>, <c>refuse</c> (500), <c>garbage</c>, <c>half</c>, <c>hang</c> at a request; <c>no-socket</c>; <c>exit</c> after the start of
/// the machine; <c>leave</c> a file behind.</param>
/// <param name="At">The request, counted from 1.</param>
/// <param name="Code">The exit code of <c>die</c> and <c>exit</c>.</param>
/// <param name="File">What <c>leave</c> leaves, seen from the jail.</param>
public sealed record StandinFault(string Kind, int At = 0, int Code = 1, string? File = null);
