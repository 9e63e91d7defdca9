using Lobsterd.Standin.Stand;

namespace Lobsterd.Tests.EndToEnd.Damage;

/// <summary>The two of them in null machines.</summary>
public sealed class NullHouse() : DamagedHouse(StandMachine.Null);
