using Lobsterd.Standin.Stand;

namespace Lobsterd.Tests.EndToEnd.Damage;

/// <summary>The two of them in virtual machines with kernels, disks and clocks of their own.</summary>
public sealed class QemuHouse() : DamagedHouse(StandMachine.Qemu);
