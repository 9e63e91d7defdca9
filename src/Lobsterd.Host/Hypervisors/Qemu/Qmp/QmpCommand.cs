using System.Text.Json.Serialization.Metadata;

namespace Lobsterd.Host.Hypervisors.Qemu.Qmp;

/// <summary>One of QEMU's commands, with the shapes of what it takes and tells.</summary>
/// <param name="Name">QEMU's name for it.</param>
/// <param name="Longest">How long its answer may take on a host under load, before the monitor counts as hung.</param>
/// <param name="Arguments">How its arguments are written.</param>
/// <param name="Return">How its answer is read.</param>
internal sealed record QmpCommand<TArguments, TReturn>(
    string Name, TimeSpan Longest, JsonTypeInfo<TArguments> Arguments, JsonTypeInfo<TReturn> Return);
