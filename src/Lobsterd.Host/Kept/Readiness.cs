namespace Lobsterd.Host.Kept;

/// <summary>When a program that was started counts as up.</summary>
internal abstract record Readiness
{
    private Readiness() { }

    /// <summary>When it has written a byte into an inherited pipe.</summary>
    /// <param name="Number">The descriptor's number in the program.</param>
    public sealed record Written(int Number) : Readiness;

    /// <summary>When it answers a question.</summary>
    /// <param name="AskAsync">Asks once; false when there is no answer yet.</param>
    public sealed record Answered(Func<CancellationToken, Task<bool>> AskAsync) : Readiness;
}
