namespace Lobsterd.Domain.Templates;

/// <summary>One file of a template, as it was when it was sealed.</summary>
/// <param name="Name">Its name in the template's folder.</param>
/// <param name="Bytes">Its apparent size.</param>
/// <param name="Sha256">Hash of its 1 MiB pieces that are not all zero, each behind its number; lower-case hex.</param>
public sealed record TemplateFile(string Name, long Bytes, string Sha256);
