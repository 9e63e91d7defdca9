using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Processes;

/// <summary>One descriptor that a child gets.</summary>
/// <param name="Number">Its number in the child, 0 to 1,023.</param>
/// <param name="Source">What it is a copy of; stays the caller's.</param>
public sealed record ChildDescriptor(int Number, SafeHandle Source);
