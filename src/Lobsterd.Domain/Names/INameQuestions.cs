namespace Lobsterd.Domain.Names;

/// <summary>What guests ask the edge for by name.</summary>
public interface INameQuestions
{
    /// <summary>Lets a judge answer every question for as long as the caller waits, across restarts of the edge. What came while nobody judged is asked then,
    /// as long as its guest still waits.</summary>
    Task AnswerAsync(INameJudge judge, CancellationToken cancellationToken);
}
