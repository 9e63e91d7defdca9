using Lobsterd.Standin.Stand;

namespace Lobsterd.Tests.EndToEnd.Damage;

/// <summary>The two of them in jails and cgroups of their own, each under its user: Firecracker's driver over null machines.</summary>
public sealed class JailedHouse() : DamagedHouse(StandMachine.FirecrackerNull);
