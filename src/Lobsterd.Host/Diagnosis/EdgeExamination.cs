using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Layout;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Whether the edge runs.</summary>
public sealed class EdgeExamination(LobsterdPaths paths) : IExamination
{
    /// <inheritdoc/>
    public string Name => "edge";

    /// <inheritdoc/>
    public async Task<HostCheck> ExamineAsync(CancellationToken cancellationToken) =>
        await UnixDoor.AnswersAsync(paths.EdgeControlSocket, cancellationToken)
            ? new HostCheck(Name, CheckStatus.Ok, "its control socket answers", null)
            : new HostCheck(Name, CheckStatus.Warn, "it does not run", "lobsterd init starts it");
}
