using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Domain.Templates;

/// <summary>Where a template's files lie; all in one folder.</summary>
/// <param name="Snapshot">Memory and device state.</param>
/// <param name="OverlayPath">The writable disk of the same instant.</param>
public sealed record TemplateFiles(SnapshotFiles Snapshot, string OverlayPath);
