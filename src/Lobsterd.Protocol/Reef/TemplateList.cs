namespace Lobsterd.Protocol.Reef;

/// <summary>All templates, newest first.</summary>
/// <param name="Templates">The templates.</param>
public sealed record TemplateList(IReadOnlyList<TemplateBody> Templates);
