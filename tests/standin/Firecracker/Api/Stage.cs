namespace Lobsterd.Standin.Firecracker.Api;

/// <summary>The states in which something is answered.</summary>
[Flags]
internal enum Stage
{
    /// <summary>Before boot or load.</summary>
    Before = 1,

    /// <summary>Running or paused.</summary>
    After = 2,

    /// <summary>Always.</summary>
    Any = Before | After,
}
