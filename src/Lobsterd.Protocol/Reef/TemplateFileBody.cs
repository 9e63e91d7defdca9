namespace Lobsterd.Protocol.Reef;

/// <summary>One file of a template.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its apparent size.</param>
/// <param name="Sha256">Hash of its content.</param>
public sealed record TemplateFileBody(string Name, long Bytes, string Sha256);
