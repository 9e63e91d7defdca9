namespace Lobsterd.Protocol.Reef;

/// <summary>What came of trying what a sleeper sleeps as.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Outcome"><c>loaded</c>: it is whole and loads. <c>checked</c>: it is whole, and was not loaded. <c>failed</c>: its tenant would boot from its disk.</param>
/// <param name="Text">All of it, one sentence.</param>
public sealed record ProofBody(DateTimeOffset At, string Outcome, string Text);
