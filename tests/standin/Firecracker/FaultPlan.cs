using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker;

/// <summary>The faults that a test asked for.</summary>
internal sealed class FaultPlan(StandinChoice choice)
{
    private int requests;

    internal bool OpensNoSocket => choice.Faults.Any(fault => fault.Kind == "no-socket");

    /// <summary>The code with which the process ends once its machine has started; null: it goes on.</summary>
    internal int? ExitAfterStart => choice.Faults.FirstOrDefault(fault => fault.Kind == "exit")?.Code;

    /// <summary>The fault of the next request; null for none.</summary>
    internal StandinFault? Next()
    {
        requests++;
        return choice.Faults.FirstOrDefault(fault => fault.At == requests);
    }

    internal void LeaveFiles()
    {
        foreach (var fault in choice.Faults.Where(fault => fault is { Kind: "leave", File: not null })) File.WriteAllText(fault.File!, "left by the stand-in\n");
    }
}
