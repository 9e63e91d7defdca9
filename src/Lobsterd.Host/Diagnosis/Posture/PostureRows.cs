namespace Lobsterd.Host.Diagnosis.Posture;

/// <summary>Every row of the posture, in the order in which the doctor tells them.</summary>
internal static class PostureRows
{
    internal static readonly IReadOnlyList<PostureRow> All = [.. ProcessorRows.All, .. MemoryRows.All, .. KernelRows.All, .. NetworkRows.All];
}
