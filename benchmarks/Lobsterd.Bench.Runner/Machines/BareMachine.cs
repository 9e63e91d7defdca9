namespace Lobsterd.Bench.Runner.Machines;

/// <summary>A machine on which no kernel boots. What is timed on it is lobsterd's own cost, never a spawn.</summary>
public sealed record BareMachine : Machine
{
    internal BareMachine(string word)
        : base(word) { }
}
