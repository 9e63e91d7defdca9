using Lobsterd.Domain.Diagnosis;

namespace Lobsterd.Host.Diagnosis.Posture;

/// <summary>A row of the host's posture among those of the doctor.</summary>
internal sealed class PostureExamination(PostureRow row, HostTree host, string? waiver) : IExamination
{
    /// <inheritdoc/>
    public string Name => row.Name;

    /// <inheritdoc/>
    public Task<HostCheck> ExamineAsync(CancellationToken cancellationToken) => Task.FromResult(row.Check(host, waiver));
}
