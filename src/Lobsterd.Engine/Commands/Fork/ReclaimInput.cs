using Lobsterd.Engine.Commands.Spawn;

namespace Lobsterd.Engine.Commands.Fork;

/// <summary>Who a copy becomes.</summary>
/// <param name="Claim">The new tenant.</param>
/// <param name="Nonce">What the copy stands still under.</param>
/// <param name="KeepProcesses">Whether what is frozen in it goes on.</param>
public sealed record ReclaimInput(ClaimInput Claim, byte[] Nonce, bool KeepProcesses);
