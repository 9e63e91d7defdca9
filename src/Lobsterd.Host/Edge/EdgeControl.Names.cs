using Lobsterd.Domain.Names;

namespace Lobsterd.Host.Edge;

public sealed partial class EdgeControl : INameQuestions
{
    /// <inheritdoc/>
    public async Task AnswerAsync(INameJudge judge, CancellationToken cancellationToken)
    {
        while (answersNames && !cancellationToken.IsCancellationRequested)
        {
            await EdgeNames.AnswerAsync(paths.EdgeControlSocket, judge, clock, cancellationToken);
            await Task.Delay(WatchPause, clock, cancellationToken);
        }
    }
}
