using System.Runtime.CompilerServices;

namespace Lobsterd.Linux.Processes;

/// <summary><c>posix_spawnattr_t</c> of spawn.h, 336 bytes; opaque.</summary>
[InlineArray(42)]
internal struct SpawnAttributes
{
    private ulong first;
}
