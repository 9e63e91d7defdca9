using Lobsterd.Domain.Diagnosis;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Runs every examination at the same time, each within a bound.</summary>
public sealed class HostDoctor(IEnumerable<IExamination> examinations, TimeProvider clock) : IHostDoctor
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    private readonly List<IExamination> examinations = [.. examinations];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<HostCheck>> ExamineAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(examinations.Select(examination => ExamineAsync(examination, cancellationToken)));

    private async Task<HostCheck> ExamineAsync(IExamination examination, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Bound, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await examination.ExamineAsync(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unknown(examination, $"no answer within {Bound.TotalSeconds:0} s");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or System.Net.Sockets.SocketException)
        {
            return Unknown(examination, exception.Message);
        }
    }

    private static HostCheck Unknown(IExamination examination, string why) => new(examination.Name, CheckStatus.Unknown, why, Hint: null);
}
