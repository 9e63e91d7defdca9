namespace Lobsterd.Guest.Gateway.Http;

/// <summary>One header field.</summary>
/// <param name="Name">As it came; compared without regard to case.</param>
/// <param name="Value">Without the spaces around it.</param>
internal readonly record struct HeaderField(string Name, string Value);
