namespace Lobsterd.Engine.Wake;

/// <summary>What the idle rule's last look found of a guest.</summary>
/// <param name="Quiet">For how long it has been quiet.</param>
/// <param name="Cpu">How much of a processor its VMM took between the last two looks.</param>
/// <param name="Sent">Packets that it sent out into the world between them.</param>
public sealed record IdleLook(TimeSpan Quiet, double Cpu, ulong Sent);
