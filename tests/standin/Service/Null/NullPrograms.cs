namespace Lobsterd.Standin.Service.Null;

/// <summary>Where the null machine's programs lie.</summary>
/// <param name="Vmm">Absolute path of <c>lobsterd-null-vmm</c>.</param>
/// <param name="Guest">Absolute path of <c>lobsterd-guest</c>.</param>
internal sealed record NullPrograms(string Vmm, string Guest);
