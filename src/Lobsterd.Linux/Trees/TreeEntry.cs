namespace Lobsterd.Linux.Trees;

/// <summary>One entry of the stream, checked.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits, rwx alone; of something that was passed over, what it is.</param>
/// <param name="Name">One name; empty where the kind has none.</param>
internal readonly record struct TreeEntry(TreeKind Kind, int Mode, string Name);
