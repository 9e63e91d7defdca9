namespace Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;

/// <summary>Names the descriptor that is sent along.</summary>
/// <param name="Fdname">What <c>fd:</c> addresses call it afterwards.</param>
internal sealed record GetFdArguments(string Fdname);
