namespace Lobsterd.Domain.Sleep;

/// <summary>One file of a saved state, as it was when it was sealed.</summary>
/// <param name="Name">Its name in the state's folder.</param>
/// <param name="Bytes">Its apparent size.</param>
/// <param name="Sum">CRC-32C of its pages that are not zero, each with its number: against damage, not against malice; the folder is root's.</param>
public sealed record SleepFile(string Name, long Bytes, uint Sum);
