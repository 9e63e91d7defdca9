namespace Lobsterd.Host.Images.Kernels;

/// <summary>A file of the kernel store.</summary>
/// <param name="Name">Its name, without folder.</param>
/// <param name="Sha256">What it holds.</param>
/// <param name="SizeBytes">Its size.</param>
internal sealed record StoredFile(string Name, string Sha256, long SizeBytes);
