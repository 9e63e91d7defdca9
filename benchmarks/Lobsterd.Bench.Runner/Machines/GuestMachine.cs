namespace Lobsterd.Bench.Runner.Machines;

/// <summary>A machine that boots a real guest kernel.</summary>
public sealed record GuestMachine : Machine
{
    internal GuestMachine(string word)
        : base(word) { }
}
