using System.Runtime.CompilerServices;

namespace Lobsterd.Linux.Processes;

/// <summary><c>posix_spawn_file_actions_t</c> of spawn.h, 80 bytes; opaque, owned by the C library between init and destroy.</summary>
[InlineArray(10)]
internal struct SpawnFileActions
{
    private ulong first;
}
